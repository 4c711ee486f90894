using System.Runtime.CompilerServices;

namespace Baize.PlatformTests.Support;

/// <summary>Where things lie in the checkout under test.</summary>
internal static class Repository
{
    /// <summary>The checkout's root: the folder above this one that has the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The processes as <c>./build</c> leaves them; <c>BAIZE_BIN</c> names another folder.</summary>
    public static string Bin { get; } = Environment.GetEnvironmentVariable("BAIZE_BIN") is { Length: > 0 } bin ? bin : Path.Combine(Root, "bin");

    /// <summary>A file in the checkout.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>One of the processes. Not skipped where it is missing: a run without the platform must not be green.</summary>
    public static string Executable(string name)
    {
        var path = Path.Combine(Bin, name);
        return System.IO.File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run ./build, or set BAIZE_BIN.", path);
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(thisFile)!])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (System.IO.File.Exists(Path.Combine(folder.FullName, "Baize.slnx")))
                    return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException($"No folder with Baize.slnx above {AppContext.BaseDirectory}.");
    }
}
