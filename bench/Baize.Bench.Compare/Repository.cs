namespace Baize.Bench.Compare;

/// <summary>Where things are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The executable of a project of this configuration.</summary>
    public static string Built(string project) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), project));

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "Baize.slnx")))
                return folder;
        }
        throw new InvalidOperationException("The benchmarks are to be run from within the repository.");
    }
}
