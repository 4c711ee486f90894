using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>The same faults where Redis is several servers.</summary>
[Collection(MeasuredTests.Name)]
public sealed class TopologyTests
{
    private const int Rooms = 30;

    [Fact]
    public async Task Cluster_OwnerKilledAndOneDrained_NothingAckedIsLost()
    {
        await using var redis = await RedisTopology.StartClusterAsync();
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, Redis = redis });
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await crowd.LetTalkAsync(100);

        platform.Servers[0].Process.Send(Signal.Kill);
        await crowd.LetTalkAsync(200);
        await platform.StartServer().WaitUntilReadyAsync();
        platform.Servers[1].Process.Send(Signal.Terminate);
        Assert.Equal(0, await platform.Servers[1].Process.WaitForExitAsync());
        await crowd.LetTalkAsync(200);

        await crowd.AssertHistoriesAsync();
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Sentinel_MasterKilled_RoomsGoOnWithTheReplica()
    {
        await using var redis = await RedisTopology.StartSentinelsAsync();
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, Redis = redis });
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await crowd.LetTalkAsync(100);

        redis.First.Send(Signal.Kill);
        await crowd.LetTalkAsync(200);

        // What the replica lacked its owners wrote again from memory: positions go on, nobody misses anything.
        await crowd.AssertHistoriesAsync();
        platform.AssertNoFaults();
    }
}
