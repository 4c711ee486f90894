using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>Redis is killed, stopped or emptied under load.</summary>
[Collection(MeasuredTests.Name)]
public sealed class RedisFaultTests
{
    private const int Rooms = 30;

    [Fact]
    public async Task Kill_OfADurableRedis_NothingAckedIsLost()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, DurableRedis = true });
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await crowd.LetTalkAsync(100);

        await platform.Redis.KillAsync();
        await Eventually.TrueAsync(() => crowd.Players.Any(p => p.Unacked > 1), "words wait for Redis");
        await platform.Redis.StartAgainAsync();

        await crowd.LetTalkAsync(300);
        await crowd.AssertHistoriesAsync();
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Stop_For5Seconds_SocketsStayAndNothingAckedIsLost()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await crowd.LetTalkAsync(100);
        var connections = crowd.Players.Sum(p => p.Connections);

        platform.Redis.Process.Send(Signal.Stop);
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken); // the fault itself lasts this long
        platform.Redis.Process.Send(Signal.Continue);

        await crowd.LetTalkAsync(300);
        await crowd.AssertHistoriesAsync();
        Assert.Equal(connections, crowd.Players.Sum(p => p.Connections));
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task FlushAll_UnderLoad_OwnersWriteTheirRoomsAnewAndTheyGoOn()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await OwnerFaults.FlushAsync(platform, crowd, talk: 300, () => platform.Redis.Database.ExecuteAsync("FLUSHALL"));
    }
}
