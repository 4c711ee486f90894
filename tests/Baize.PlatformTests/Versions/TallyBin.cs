using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Versions;

/// <summary>A copy of the game server whose games are the test game alone; which version of its rules, the environment says.</summary>
public sealed class TallyBin : IDisposable
{
    /// <summary>Names the version.</summary>
    public const string Rules = "TALLY_RULES";

    private const string Library = "Baize.TestGames.Tally.dll";

    public TallyBin()
    {
        File.Copy(Repository.Executable("game-server"), Path.Combine(Folder, "game-server"));
        var to = Path.Combine(Folder, "lib", "game-server");
        Copy(Path.Combine(Repository.Bin, "lib", "game-server"), to);
        Directory.Delete(Path.Combine(to, "games"), recursive: true);
        Directory.CreateDirectory(Path.Combine(to, "games"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, Library), Path.Combine(to, "games", Library));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("baize-tally-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
