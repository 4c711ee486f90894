using System.Globalization;
using System.Text.RegularExpressions;
using Baize.Hosting.Configuration;
using Baize.Hosting.Options;

namespace Baize.Tests.Deployment;

/// <summary>The Dockerfile and the compose file: made to fit each other and the program. No Docker runs here.</summary>
public sealed partial class DockerTests
{
    private static readonly Dictionary<object, object> Services = (Dictionary<object, object>)DeployFolder.Yaml("docker", "compose.yml")["services"];

    private static readonly string Dockerfile = DeployFolder.Read("docker", "Dockerfile");

    [Fact]
    public void Dockerfile_Images_AreChiseledAndOfAnOrdinaryUser()
    {
        var stages = Stage().Matches(Dockerfile).ToDictionary(m => m.Groups[2].Value, m => m.Groups[1].Value);

        Assert.EndsWith("-chiseled", stages["base"], StringComparison.Ordinal);
        Assert.Equal(["admin", "api", "baize", "game-server", "gateway"], stages.Where(s => s.Value == "base").Select(s => s.Key).Order());
        var afterBase = Dockerfile[Dockerfile.IndexOf(" AS base", StringComparison.Ordinal)..];
        Assert.Contains("\nUSER $APP_UID\n", afterBase, StringComparison.Ordinal);
        Assert.DoesNotContain("\nRUN ", afterBase, StringComparison.Ordinal); // there is no shell
        Assert.DoesNotContain("USER root", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Dockerfile_EntryPoints_AreTheProgramsThatWereCopied()
    {
        foreach (var match in EntryPoint().Matches(Dockerfile).Cast<Match>())
            Assert.Contains($"COPY --from=build /src/bin/lib/{match.Groups[1].Value} bin/lib/{match.Groups[1].Value}\n", Dockerfile, StringComparison.Ordinal);
        Assert.Equal(5, EntryPoint().Count(Dockerfile));
    }

    [Fact]
    public void Compose_OurServices_StopSlowlyAndHaveAStageEach()
    {
        var ours = Services.Where(s => s.Value is Dictionary<object, object> service && service.ContainsKey("build")).ToList();

        Assert.Equal(["admin", "api", "game-server-1", "game-server-2", "game-server-3"], ours.Select(s => (string)s.Key).Order());
        foreach (var (name, value) in ours)
        {
            var service = (Dictionary<object, object>)value;
            var grace = int.Parse(((string)service["stop_grace_period"]).TrimEnd('s'), CultureInfo.InvariantCulture);
            Assert.True(grace >= new DrainOptions().Timeout + 10, $"{name}: {grace} s");
            Assert.Contains($" AS {((Dictionary<object, object>)service["build"])["target"]}\n", Dockerfile, StringComparison.Ordinal);
            Assert.Equal("true", service["read_only"]);
        }
    }

    [Fact]
    public void Compose_Variables_AreKeysOfTheConfiguration()
    {
        var known = KnownKeys.All.Select(k => k.Name.Replace(':', '_').Replace('.', '_').ToUpperInvariant()).Append("APP_ENV").ToHashSet();

        foreach (var service in Services.Values.Cast<Dictionary<object, object>>())
        {
            if (service.TryGetValue("environment", out var environment))
                Assert.All(((Dictionary<object, object>)environment).Keys, key => Assert.Contains((string)key, known));
        }
    }

    [Fact]
    public void Compose_NginxServers_AreServicesAtTheirPorts()
    {
        var servers = Server().Matches(DeployFolder.Read("docker", "game-servers.conf") + DeployFolder.Read("docker", "api-servers.conf"));

        Assert.Equal(4, servers.Count);
        foreach (var server in servers.Cast<Match>())
        {
            var (name, port) = (server.Groups[1].Value, int.Parse(server.Groups[2].Value, CultureInfo.InvariantCulture));
            Assert.Contains(name, Services.Keys);
            Assert.Equal(name == "api" ? new ServerOptions().Port : new ServerOptions().GamePort, port);
        }
    }

    [GeneratedRegex("^FROM (\\S+) AS (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex("^ENTRYPOINT \\[\"/opt/baize/bin/lib/([a-z-]+)/\\1\"\\]$", RegexOptions.Multiline)]
    private static partial Regex EntryPoint();

    [GeneratedRegex("^server ([a-z0-9-]+):(\\d+) ", RegexOptions.Multiline)]
    private static partial Regex Server();
}
