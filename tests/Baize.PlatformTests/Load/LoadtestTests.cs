using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Load;

/// <summary><c>baize loadtest</c>, as a user runs it. Its counts must be right before its times are of use.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class LoadtestTests(SharedPlatform shared)
{
    private const int Rooms = 4;
    private const int Members = 3;
    private const int PerSecond = 10;
    private const double Seconds = 2;
    private const int Sent = (int)(Rooms * PerSecond * (Seconds + 0.5)); // the half is the warm-up

    private static readonly string[] Load =
        ["--rooms", $"{Rooms}", "--members", $"{Members}", "--rate", $"{PerSecond}", "--duration", $"{Seconds}", "--warmup", "0.5"];

    private BaizePlatform Platform => shared.Platform;

    [Theory]
    [InlineData("signal", 0)]
    [InlineData("message", Sent)]
    public async Task Loadtest_OverTwoInstances_EverythingComesOnce(string kind, int acked)
    {
        var servers = Platform.Servers.Take(2).ToList();
        var (exitCode, report, output) = await RunAsync(
            [.. Load, "--kind", kind, .. acked > 0 ? ["--acks"] : Array.Empty<string>(), "--pid", $"servers={string.Join(',', servers.Select(s => s.Process.Pid))}"], [.. servers.Select(s => s.Port)]);

        Assert.True(exitCode == 0, output);
        var median = report.GetProperty("median");
        Assert.Equal(Sent, Count(median, "sent"));
        Assert.Equal((0, 0, 0, 0), (Count(median, "lost"), Count(median, "doubled"), Count(median, "out_of_order"), Count(median, "seq_faults")));
        Assert.Equal(acked, Count(median, "acked"));
        Assert.InRange(Count(median, "deliveries"), 1, Sent * Members);
        Assert.True(median.GetProperty("p50_ms").GetDouble() > 0, output);
        Assert.Equal(["servers", "loadtest"], median.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("name").GetString()));
        Assert.True(median.GetProperty("groups")[0].GetProperty("rss_kb").GetInt64() > 10_000, output);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(2, 0, 1)]
    public async Task Loadtest_OneFrameIsTamperedWith_IsCounted(int copies, int lost, int doubled)
    {
        await using var meddler = new FrameMeddler(Platform.Servers[0].Port, "\"signal\"", copies);
        var (exitCode, report, output) = await RunAsync(Load, [meddler.Port, Platform.Servers[1].Port]);

        Assert.True(exitCode == 1, output);
        var median = report.GetProperty("median");
        Assert.Equal((lost, doubled, 0), (Count(median, "lost"), Count(median, "doubled"), Count(median, "out_of_order")));
    }

    [Fact]
    public async Task Loadtest_Idle_HoldsConnectionsAndTellsTheirCost()
    {
        var (exitCode, report, output) = await RunAsync(["--idle", "40", "--duration", "1", "--warmup", "0", "--pid", $"servers={Platform.Servers[0].Process.Pid}"], [Platform.Servers[0].Port]);

        Assert.True(exitCode == 0, output);
        var idle = report.GetProperty("idle");
        Assert.Equal((40, 0), (Count(idle, "connections"), Count(idle, "disconnected")));
        Assert.True(idle.GetProperty("groups")[0].GetProperty("rss_kb").GetInt64() > 10_000, output);
    }

    // The benchmark's peer: that it does the same job, and is asked for it in its own words.
    [Fact]
    public async Task Loadtest_OfTheSignalRServer_EverythingComesOnce()
    {
        var server = Repository.File("artifacts", "bin", "Baize.Bench.SignalR", "release", "Baize.Bench.SignalR");
        Assert.SkipUnless(File.Exists(server), "platform: bench/Baize.Bench.SignalR is not built.");
        var ports = (int[])[FreePorts.Next(), FreePorts.Next()];
        await using var first = ServerProcess.Start("signalr", server, [$"{ports[0]}", Platform.Redis.Endpoint]);
        await using var second = ServerProcess.Start("signalr", server, [$"{ports[1]}", Platform.Redis.Endpoint]);
        await first.WaitForHttpStatusAsync(Platform.Http, new Uri($"http://127.0.0.1:{ports[0]}/health/ready"));
        await second.WaitForHttpStatusAsync(Platform.Http, new Uri($"http://127.0.0.1:{ports[1]}/health/ready"));

        var (exitCode, report, output) = await RunAsync([.. Load, "--target", "signalr"], ports, "/hub");

        Assert.True(exitCode == 0, output);
        Assert.Equal((Sent, 0), (Count(report.GetProperty("median"), "sent"), Count(report.GetProperty("median"), "lost")));
    }

    private static long Count(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    private static async Task<(int ExitCode, JsonElement Report, string Output)> RunAsync(string[] arguments, int[] ports, string path = "/ws")
    {
        var file = Path.GetTempFileName();
        try
        {
            await using var process = ServerProcess.Start(
                "loadtest", Repository.Executable("baize"),
                ["loadtest", .. ports.SelectMany(port => (string[])["--url", $"ws://127.0.0.1:{port}{path}"]), .. arguments, "--json", file],
                [KeyValuePair.Create("AUTH_JWT_SECRET", (string?)Tokens.Secret)]);
            var exitCode = await process.WaitForExitAsync(TimeSpan.FromMinutes(1));
            var report = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.True(report.Length > 0, process.Log.Tail());
            return (exitCode, JsonDocument.Parse(report).RootElement, process.Log.Tail());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
