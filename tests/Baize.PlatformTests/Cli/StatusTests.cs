using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cli;

/// <summary><c>baize status</c> on a running platform.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class StatusTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    [Fact]
    public async Task Status_APlatform_ShowsEachInstanceWithItsOwnFigures()
    {
        await using var client = await GameClient.ConnectAsync(_platform.Servers[0].Port);
        await using var status = Start("--api", $"http://127.0.0.1:{_platform.ApiPort}");
        Assert.Equal(0, await status.WaitForExitAsync());

        foreach (var server in _platform.Servers)
        {
            var row = Assert.Single(status.Log.Lines, l => l.Contains(server.InstanceId, StringComparison.Ordinal));
            Assert.Contains("active", row, StringComparison.Ordinal);
            Assert.Matches(@"\d+ MiB", row); // its own: the registry knows nothing of memory
        }
    }

    [Fact]
    public async Task Status_WatchJson_PrintsALineEachTimeAndEndsOnCtrlC()
    {
        await using var status = Start("--api", $"http://127.0.0.1:{_platform.ApiPort}", "--watch", "--json", "--interval", "0.1");
        await Eventually.TrueAsync(() => status.Log.Lines.Count >= 3, "three lines", details: () => status.Log.Tail());
        status.Send(Signal.Interrupt);
        Assert.Equal(0, await status.WaitForExitAsync());
        Assert.All(status.Log.Lines, line => Assert.Equal(_platform.Servers.Count, JsonDocument.Parse(line).RootElement.GetProperty("instances").GetArrayLength()));
    }

    [Fact]
    public async Task Status_WatchWithoutAnApi_SaysSoAndGoesOn()
    {
        await using var status = Start("--api", $"http://127.0.0.1:{FreePorts.Next()}", "--watch", "--interval", "0.1");
        await Eventually.TrueAsync(
            () => status.Log.Lines.Count(l => l.Contains("does not answer", StringComparison.Ordinal)) >= 2, "it is told twice", details: () => status.Log.Tail());
        Assert.False(status.HasExited);
    }

    [Fact]
    public async Task Status_IntervalOutOfRange_IsRefused()
    {
        await using var status = Start("--watch", "--interval", "0");
        Assert.Equal(1, await status.WaitForExitAsync());
        Assert.Contains(status.Log.Lines, l => l == "baize: --interval is 0; it must be 0.1 to 3600.");
    }

    private static ServerProcess Start(params string[] args) => ServerProcess.Start("baize", Repository.Executable("baize"), ["status", .. args]);
}
