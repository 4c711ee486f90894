using Baize.Hosting;
using Baize.Hosting.Configuration;

namespace Baize.Tests.Hosting.Configuration;

/// <summary><c>docs/configuration.md</c> and the files in <c>configs/</c> say what the code does.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Find("docs/configuration.md"));

    public static TheoryData<string> Names => [.. KnownKeys.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_EveryKey_HasARowWithVariableDefaultAndAllowed(string name)
    {
        var key = KnownKeys.Find(name)!;
        var row = Assert.Single(Page, l => l.StartsWith($"| `{name}` |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal($"`{key.Variable}`", row[2]);
        Assert.StartsWith(key.Default.Length == 0 ? "empty" : $"`{key.Default}`", row[3], StringComparison.Ordinal);
        if (key.Range is { Max: < int.MaxValue } range)
            Assert.StartsWith($"{range.Min} to {range.Max}", row[4], StringComparison.Ordinal);
        Assert.NotEmpty(row[4]);
        Assert.NotEmpty(row[5]);
    }

    [Fact]
    public void Page_Rows_NameNoKeyThatIsNot()
    {
        var named = Page.Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Contains('.', StringComparison.Ordinal))
            .Select(l => l.Split('`')[1]).Where(n => n.Contains('.', StringComparison.Ordinal));
        Assert.Equal(KnownKeys.All.Select(k => k.Name), named); // in the file's order, too
    }

    [Fact]
    public void Page_Example_IsWhatAProcessPrints()
    {
        using var host = new TestHost();
        host.Write("work/configs/config.yaml", "server:\n  mode: debug\n  prot: 9000\n");
        (host["SERVER_GAME_PORT"], host["AUTH_JWT_SECRET"]) = ("abc", "short");
        var example = Page.Where(l => l.StartsWith("game-server: ", StringComparison.Ordinal)).Select(l => l["game-server: ".Length..]);
        Assert.Equal(host.Faults(), example);
    }

    [Theory]
    [InlineData("configs/config.yaml")]
    [InlineData("configs/config.prod.yaml")]
    public void Files_OfTheRepository_AreWithoutFault(string path)
    {
        using var host = new TestHost();
        BaizeHost.CreateBuilder("test", ["--config", Find(path)], host.Around, new ProcessWatch());
    }

    internal static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Baize.slnx")))
                return Path.Combine(folder.FullName, path);
        }
        throw new DirectoryNotFoundException($"No folder with Baize.slnx above {AppContext.BaseDirectory}.");
    }
}
