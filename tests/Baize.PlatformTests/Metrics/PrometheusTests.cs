using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Metrics;

/// <summary>A real Prometheus with our configuration, only quicker, on a running platform.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed partial class PrometheusTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baize-prometheus-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Alerts_AnInstanceIsKilled_TheRightOnesFire()
    {
        var program = Tools.Find("prometheus");
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 3 });
        var port = FreePorts.Next();
        Configure(platform);
        await using var prometheus = ServerProcess.Start(
            "prometheus", program, ["--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{port}"], workingFolder: _folder.FullName);
        await prometheus.WaitForHttpStatusAsync(platform.Http, new Uri($"http://127.0.0.1:{port}/-/ready"));
        await Eventually.TrueAsync(
            async () => (await UpAsync(platform, port)).Count == 4, "all four processes are scraped", details: () => prometheus.Log.Tail());
        Assert.Empty(await FiringAsync(platform, port));

        await platform.Servers[1].Process.KillAsync();

        var dead = $"127.0.0.1:{platform.Servers[1].Port}";
        await Eventually.TrueAsync(
            async () =>
            {
                var firing = await FiringAsync(platform, port);
                return firing.Contains(("BaizeInstanceDown", dead)) && firing.Contains(("BaizeInstanceDied", ""));
            },
            "both alerts fire",
            details: () => prometheus.Log.Tail());
        Assert.Equal([("BaizeInstanceDied", ""), ("BaizeInstanceDown", dead)], (await FiringAsync(platform, port)).Order());
    }

    // The files of deploy/, with this platform's targets; what takes minutes there takes a second here.
    private void Configure(BaizePlatform platform)
    {
        var from = Repository.File("deploy", "prometheus");
        var configuration = File.ReadAllText(Path.Combine(from, "prometheus.yml"));
        File.WriteAllText(Path.Combine(_folder.FullName, "prometheus.yml"), Seconds().Replace(configuration, "$1: 500ms"));
        foreach (var name in (string[])["rules", "targets"])
            Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
        foreach (var rules in Directory.GetFiles(Path.Combine(from, "rules")))
            File.WriteAllText(Path.Combine(_folder.FullName, "rules", Path.GetFileName(rules)), File.ReadAllText(rules).Replace("for: 1m", "for: 1s", StringComparison.Ordinal));
        Targets("game-servers", platform.Servers.Select(s => s.Port));
        Targets("api", [platform.ApiPort]);
        Targets("gateways", []);
        Targets("entries", []);
    }

    private void Targets(string name, IEnumerable<int> ports) => File.WriteAllText(
        Path.Combine(_folder.FullName, "targets", $"{name}.yml"), $"- targets: [{string.Join(", ", ports.Select(p => $"\"127.0.0.1:{p}\""))}]\n");

    private static async Task<IReadOnlyList<string>> UpAsync(BaizePlatform platform, int port)
    {
        var query = new Uri($"http://127.0.0.1:{port}/api/v1/query?query={WebUtility.UrlEncode("up{job=~\"baize-.+\"} == 1 and on (instance) baize_build_info")}");
        var answer = await platform.Http.GetFromJsonAsync<JsonElement>(query, TestContext.Current.CancellationToken);
        return [.. answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(r => r.GetProperty("metric").GetProperty("instance").GetString()!)];
    }

    private static async Task<List<(string Name, string Instance)>> FiringAsync(BaizePlatform platform, int port)
    {
        var answer = await platform.Http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{port}/api/v1/alerts"), TestContext.Current.CancellationToken);
        return [.. answer.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Where(a => a.GetProperty("state").GetString() == "firing")
            .Select(a => a.GetProperty("labels"))
            .Select(l => (l.GetProperty("alertname").GetString()!, l.TryGetProperty("instance", out var instance) ? instance.GetString()! : ""))];
    }

    [GeneratedRegex("(scrape_interval|scrape_timeout|evaluation_interval): \\w+")]
    private static partial Regex Seconds();
}
