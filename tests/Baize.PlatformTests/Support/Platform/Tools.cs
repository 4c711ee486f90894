namespace Baize.PlatformTests.Support;

/// <summary>Programs that are not ours: redis-server, nginx and the like.</summary>
internal static class Tools
{
    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled(string name) => PathOf(name) is not null;

    /// <summary>Its path. Skips the calling test where it is not installed, except on CI: a green run there has tested everything.</summary>
    public static string Find(string name)
    {
        var path = PathOf(name);
        Assert.SkipWhen(path is null && Environment.GetEnvironmentVariable("CI") != "true", $"{name} is not installed.");
        return path ?? throw new FileNotFoundException($"{name} is not installed, and CI runs need it.");
    }

    // Debian keeps daemons in sbin, which is not on every user's PATH; ./test keeps there what no package of this Debian has.
    private static string? PathOf(string name) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin:{Repository.File("artifacts", "tools")}".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
