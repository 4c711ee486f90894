using System.Diagnostics;
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
        await crowd.LetTalkAsync(200);
        var (victim, affected) = await BusiestAsync(platform, crowd);

        var killed = Stopwatch.GetTimestamp();
        victim.Process.Send(Signal.Kill);
        var pauses = await FirstAcksAsync(crowd, affected, victim.Port, killed);

        await crowd.LetTalkAsync(400);
        Figures.Report("kill-to-first-ack", pauses);
        await crowd.AssertHistoriesAsync();
        foreach (var room in crowd.Rooms)
            Assert.NotEqual(victim.InstanceId, await platform.OwnerAsync(room.Key));
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Stop_OfAnOwnerFor8Seconds_RoomsGoOnAndTheWokenOneLetsGo()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await crowd.LetTalkAsync(200);
        var (victim, affected) = await BusiestAsync(platform, crowd);

        var stopped = Stopwatch.GetTimestamp();
        victim.Process.Send(Signal.Stop);
        var pauses = await FirstAcksAsync(crowd, affected, victim.Port, stopped);
        await Task.Delay(TimeSpan.FromSeconds(8) - Stopwatch.GetElapsedTime(stopped) is { Ticks: > 0 } left ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
        victim.Process.Send(Signal.Continue);

        await crowd.LetTalkAsync(400);
        Figures.Report("stop-to-first-ack", pauses);
        await crowd.AssertHistoriesAsync();
        foreach (var room in affected)
            Assert.NotEqual(victim.InstanceId, await platform.OwnerAsync(room.Key)); // one owner, and it is not the one that slept
        // It serves on: a new room on it works.
        await using var client = await GameClient.ConnectAsync(victim.Port);
        await client.JoinAsync($"woken-{victim.Port}");
        Assert.Equal(victim.InstanceId, await platform.OwnerAsync($"woken-{victim.Port}"));
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task RollingRestart_OfAllThree_NothingIsLostAndAllExitWithZero()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var crowd = await Crowd.StartAsync(platform, Rooms);
        await crowd.LetTalkAsync(200);

        foreach (var old in platform.Servers.ToList())
        {
            await platform.StartServer().WaitUntilReadyAsync();
            old.Process.Send(Signal.Terminate);
            Assert.Equal(0, await old.Process.WaitForExitAsync());
            Assert.DoesNotContain(old.InstanceId, await platform.ListedAsync());
            await crowd.LetTalkAsync(100);
        }

        await crowd.LetTalkAsync(200);
        Figures.Report("rolling-restart-ack", crowd.Players.SelectMany(p => p.Pauses));
        await crowd.AssertHistoriesAsync();
        Assert.Empty(crowd.Players.SelectMany(p => p.Refusals).Take(5));
        platform.AssertNoFaults();
    }

    // The server that owns the most rooms, and these.
    private static async Task<(GameServerProcess Server, List<IGrouping<string, Player>> Rooms)> BusiestAsync(BaizePlatform platform, Crowd crowd)
    {
        var owned = platform.Servers.ToDictionary(s => s.InstanceId, _ => new List<IGrouping<string, Player>>());
        foreach (var room in crowd.Rooms)
            owned[await platform.OwnerAsync(room.Key)].Add(room);
        var busiest = platform.Servers.MaxBy(s => owned[s.InstanceId].Count)!;
        return (busiest, owned[busiest.InstanceId]);
    }

    // In each room a member on a live instance speaks at once; how long until it is acked, by the new owner?
    private static async Task<List<TimeSpan>> FirstAcksAsync(Crowd crowd, List<IGrouping<string, Player>> rooms, int deadPort, long since)
    {
        var spoken = rooms.Select(room => room.FirstOrDefault(p => p.IsJoined && p.Port != deadPort))
            .OfType<Player>().Select(player => (Player: player, Id: crowd.Say(player))).ToList();
        await Eventually.TrueAsync(() => spoken.TrueForAll(s => s.Player.Acks.ContainsKey(s.Id)), "every room of the lost owner acks again", TimeSpan.FromSeconds(30));
        return spoken.ConvertAll(s => Stopwatch.GetElapsedTime(since, s.Player.Acks[s.Id].At));
    }
}
