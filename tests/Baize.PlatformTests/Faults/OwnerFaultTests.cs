using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>An owner is killed, stopped or restarted under load: no acked message lost or doubled, one order for all, nobody told an error.</summary>
[Collection(MeasuredTests.Name)]
public sealed class OwnerFaultTests
{
    private const int Rooms = 60;

    // The default TTL: takeovers must not wait for it.
    private static readonly PlatformSettings Settings = new() { WithoutApi = true, HeartbeatInterval = 10, InstanceTtl = 30 };

    [Fact]
    public async Task Kill_OfAnOwner_RoomsGoOnAndNothingAckedIsLost()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        Figures.Report("kill-to-first-ack", await OwnerFaults.KillAsync(platform, crowd, talk: 400));
    }

    [Fact]
    public async Task Stop_OfAnOwnerFor8Seconds_RoomsGoOnAndTheWokenOneLetsGo()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        Figures.Report("stop-to-first-ack", await OwnerFaults.StopAsync(platform, crowd, talk: 400, TimeSpan.FromSeconds(8)));
    }

    [Fact]
    public async Task RollingRestart_OfAllThree_NothingIsLostAndAllExitWithZero()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        Figures.Report("rolling-restart-ack", await OwnerFaults.RestartAllAsync(platform, crowd, talk: 200));
    }
}
