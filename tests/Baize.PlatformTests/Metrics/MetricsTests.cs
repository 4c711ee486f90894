using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Metrics;

/// <summary>What running processes answer to <c>GET /metrics</c>.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed partial class MetricsTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    [Fact]
    public async Task Metrics_OfEveryProcess_PassPromtool()
    {
        await PlayAsync("metrics-lint");
        foreach (var port in (int[])[_platform.ApiPort, .. _platform.Servers.Select(s => s.Port)])
            await Promtool.AssertAsync((await Exposition.FetchAsync(_platform.Http, port)).Text, "check", "metrics");
    }

    [Fact]
    public async Task Metrics_OfEveryProcess_AreThoseOfTheDocumentation()
    {
        await PlayAsync("metrics-docs");
        var documented = MetricsDocument.Read();
        var server = await Exposition.FetchAsync(_platform.Http, _platform.Servers[0].Port);
        var api = await Exposition.FetchAsync(_platform.Http, _platform.ApiPort);

        AssertSame(documented.Where(m => m.Section is "Every process" or "The game server"), server);
        AssertSame(documented.Where(m => m.Section is "Every process" or "The API"), api);
    }

    [Fact]
    public async Task Metrics_AfterMessages_CountEachOnce()
    {
        const string room = "metrics-count";
        var port = _platform.Servers[0].Port;
        await using var anna = await GameClient.ConnectAsync(port, 71_001);
        await using var ben = await GameClient.ConnectAsync(port, 71_002);
        await anna.JoinAsync(room);
        await ben.JoinAsync(room);
        var before = await Exposition.FetchAsync(_platform.Http, port);
        for (var i = 0; i < 5; i++)
            await anna.RequestAsync("message", room, new { text = $"metrics-{i}" });
        await ben.WaitForAsync(e => e.Text("text") == "metrics-4", "the last message");
        var after = await Exposition.FetchAsync(_platform.Http, port);

        // Other tests share the platform, but one at a time.
        Assert.Equal(5, Grown("baize_frames_received_total{type=\"message\"}"));
        Assert.Equal(10, Grown("baize_frames_sent_total{type=\"message\"}"));
        Assert.Equal(5, Grown("baize_frames_sent_total{type=\"ack\"}"));
        Assert.InRange(Grown("baize_deliveries_total"), 10, 100);
        Assert.InRange(Grown("baize_received_bytes_total{type=\"message\"}"), 5 * 50, 5 * 300);
        Assert.InRange(Grown("baize_sent_bytes_total{type=\"message\"}"), 10 * 50, 10 * 300);
        Assert.InRange(after["baize_connections"], 2, 100);
        Assert.DoesNotContain(room, after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("71001", after.Text, StringComparison.Ordinal);

        double Grown(string series) => after[series] - before[series];
    }

    private async Task PlayAsync(string room)
    {
        await using var client = await GameClient.ConnectAsync(_platform.Servers[0].Port, 71_000);
        await client.JoinAsync(room);
        await client.RequestAsync("message", room, new { text = "a commit" });
        using var answer = await _platform.Http.GetAsync(_platform.Api("rooms"), TestContext.Current.CancellationToken);
        foreach (var port in (int[])[_platform.ApiPort, _platform.Servers[0].Port]) // the request for the figures is one, too
            await Exposition.FetchAsync(_platform.Http, port);
    }

    internal static void AssertSame(IEnumerable<MetricsDocument.Row> documented, Exposition exposed)
    {
        Assert.Equal(
            documented.Select(m => $"{m.Name} {m.Type} {m.Help}").Order(StringComparer.Ordinal),
            exposed.Types.Select(t => $"{t.Key} {t.Value} {exposed.Helps[t.Key]}").Order(StringComparer.Ordinal));
        var labels = documented.ToDictionary(m => m.Name, m => m.Labels, StringComparer.Ordinal);
        foreach (var series in exposed.Samples.Keys.Where(s => s.Contains('{', StringComparison.Ordinal)))
        {
            var name = series[..series.IndexOf('{', StringComparison.Ordinal)];
            var metric = labels.ContainsKey(name) ? name : Suffix().Replace(name, "");
            Assert.Subset(new HashSet<string>(labels[metric], StringComparer.Ordinal) { "le" }, Label().Matches(series).Select(m => m.Groups[1].Value).ToHashSet());
        }
    }

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("(\\w+)=\"")]
    private static partial Regex Label();
}
