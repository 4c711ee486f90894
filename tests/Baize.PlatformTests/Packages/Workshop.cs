using System.Xml.Linq;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Packages;

/// <summary>
/// An empty folder of somebody who has the .NET SDK and the packages that <c>./pack</c> has just made, and nothing else of Baize. Packages come from there and
/// from where this machine has them otherwise; what is unpacked is its own, so that no older package is used.
/// </summary>
internal sealed class Workshop : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, string?> _environment;

    public Workshop()
    {
        _environment = new()
        {
            ["NUGET_PACKAGES"] = Path.Combine(Folder, ".packages"),
            ["NuGetAudit"] = "false", // asks the registry for all it knows of weaknesses: slow, and the repository's own restore has done it
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1", // no process is left
            ["BAIZE_BIN"] = null,
            ["npm_config_update_notifier"] = "false",
        };
        WriteSources();
    }

    /// <summary>What <c>./pack</c> leaves.</summary>
    public static string Packages { get; } = Repository.File("artifacts", "packages");

    /// <summary>The version of all packages.</summary>
    public static string Version { get; } = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("Version").Single().Value;

    public string Folder { get; } = Directory.CreateTempSubdirectory("baize-packages-").FullName;

    /// <summary>Makes the packages.</summary>
    /// <param name="which">As in <c>./pack WHICH</c>.</param>
    public static async Task PackAsync(string which)
    {
        await using var pack = ServerProcess.Start("pack", Repository.File("pack"), [which], [new("MSBUILDDISABLENODEREUSE", "1")]);
        Assert.True(await pack.WaitForExitAsync(Deadline) == 0, $"./pack {which} failed.\n{pack.Log.Tail()}");
    }

    /// <summary>A path in the folder.</summary>
    public string At(params string[] path) => Path.Combine([Folder, .. path]);

    /// <summary>Writes a file into the folder.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Runs a program, and expects it to succeed.</summary>
    /// <param name="folder">Where, in the folder.</param>
    /// <param name="program">Its name or path.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="environment">Variables beside the workshop's.</param>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(string folder, string program, string[] args, params (string Name, string? Value)[] environment)
    {
        await using var process = Start(folder, program, args, environment);
        var code = await process.WaitForExitAsync(Deadline);
        var said = string.Join('\n', process.Log.Lines);
        Assert.True(code == 0, $"{program} {string.Join(' ', args)} ended with {code}:\n{said}");
        return said;
    }

    /// <summary>Starts a program.</summary>
    public ServerProcess Start(string folder, string program, string[] args, params (string Name, string? Value)[] environment)
    {
        var all = new Dictionary<string, string?>(_environment);
        foreach (var (name, value) in environment)
            all[name] = value;
        return ServerProcess.Start(Path.GetFileName(program), program, args, all, At(folder));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // The machine's own sources are inherited. What it has unpacked is read where it lies, so that little is fetched; unless a package of Baize's is there.
    private void WriteSources()
    {
        var unpacked = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var usable = Directory.Exists(unpacked) && Directory.GetDirectories(unpacked, "baize*").Length == 0;
        new XDocument(
            new XElement(
                "configuration",
                new XElement("packageSources", new XElement("add", new XAttribute("key", "baize"), new XAttribute("value", Packages))),
                usable ? new XElement("fallbackPackageFolders", new XElement("add", new XAttribute("key", "machine"), new XAttribute("value", unpacked))) : null))
            .Save(At("nuget.config"));
    }
}
