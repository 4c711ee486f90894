using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>What can happen to game servers under load, and what must hold afterwards: the same whatever Redis is made of.</summary>
internal static class OwnerFaults
{
    /// <summary>Kills the owner of the most rooms.</summary>
    /// <returns>From the kill to the first ack in each of its rooms.</returns>
    public static async Task<List<TimeSpan>> KillAsync(BaizePlatform platform, Crowd crowd, int talk)
    {
        await crowd.LetTalkAsync(talk / 2);
        var (victim, affected) = await BusiestAsync(platform, crowd);

        var killed = Stopwatch.GetTimestamp();
        victim.Process.Send(Signal.Kill);
        var pauses = await FirstAcksAsync(crowd, affected, victim.Port, killed);

        await crowd.LetTalkAsync(talk);
        await crowd.AssertHistoriesAsync();
        foreach (var room in crowd.Rooms)
            Assert.NotEqual(victim.InstanceId, await platform.OwnerAsync(room.Key));
        platform.AssertNoFaults();
        return pauses;
    }

    /// <summary>Stops the owner of the most rooms for a while.</summary>
    /// <returns>From the stop to the first ack in each of its rooms.</returns>
    public static async Task<List<TimeSpan>> StopAsync(BaizePlatform platform, Crowd crowd, int talk, TimeSpan length)
    {
        await crowd.LetTalkAsync(talk / 2);
        var (victim, affected) = await BusiestAsync(platform, crowd);

        var stopped = Stopwatch.GetTimestamp();
        victim.Process.Send(Signal.Stop);
        var pauses = await FirstAcksAsync(crowd, affected, victim.Port, stopped);
        await Task.Delay(length - Stopwatch.GetElapsedTime(stopped) is { Ticks: > 0 } left ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
        victim.Process.Send(Signal.Continue);

        await crowd.LetTalkAsync(talk);
        await crowd.AssertHistoriesAsync();
        foreach (var room in affected)
            Assert.NotEqual(victim.InstanceId, await platform.OwnerAsync(room.Key)); // one owner, and it is not the one that slept
        // It serves on: a new room on it works.
        await using var client = await GameClient.ConnectAsync(victim.Port);
        await client.JoinAsync($"woken-{victim.Port}");
        Assert.Equal(victim.InstanceId, await platform.OwnerAsync($"woken-{victim.Port}"));
        platform.AssertNoFaults();
        return pauses;
    }

    /// <summary>Replaces all instances, one after the other.</summary>
    /// <returns>From each message to its ack.</returns>
    public static async Task<List<TimeSpan>> RestartAllAsync(BaizePlatform platform, Crowd crowd, int talk)
    {
        await crowd.LetTalkAsync(talk);
        foreach (var old in platform.Servers.ToList())
        {
            await platform.StartServer().WaitUntilReadyAsync();
            old.Process.Send(Signal.Terminate);
            Assert.Equal(0, await old.Process.WaitForExitAsync());
            Assert.DoesNotContain(old.InstanceId, await platform.ListedAsync());
            await crowd.LetTalkAsync(talk / 2);
        }

        await crowd.LetTalkAsync(talk);
        await crowd.AssertHistoriesAsync();
        Assert.Empty(crowd.Players.SelectMany(p => p.Refusals).Take(5));
        platform.AssertNoFaults();
        return [.. crowd.Players.SelectMany(p => p.Pauses)];
    }

    /// <summary>Cuts players' connections between commit and ack.</summary>
    public static async Task CutAsync(BaizePlatform platform, Crowd crowd, int cuts)
    {
        const int cutters = 20;
        await Task.WhenAll(crowd.Players.Take(cutters).Select(async player =>
        {
            for (var n = 0; n < cuts / cutters; n++)
            {
                await Eventually.TrueAsync(() => player.IsJoined, "the player is back in its room");
                crowd.Say(player);
                player.Cut(); // sent, and nobody hears the answer
            }
        }));

        await crowd.AssertHistoriesAsync();
        Assert.True(crowd.Said >= cuts);
        platform.AssertNoFaults();
    }

    /// <summary>Empties the store.</summary>
    /// <param name="platform">Whose.</param>
    /// <param name="crowd">Who talks.</param>
    /// <param name="talk">How much is said before and after.</param>
    /// <param name="flush">Does it.</param>
    public static async Task FlushAsync(BaizePlatform platform, Crowd crowd, int talk, Func<Task> flush)
    {
        await crowd.LetTalkAsync(talk / 2);
        var connections = crowd.Players.Sum(p => p.Connections);

        await flush();
        await Eventually.TrueAsync(
            async () => (await platform.ListedAsync()).SetEquals(platform.Servers.Select(s => s.InstanceId)), "all instances are listed again");

        await crowd.LetTalkAsync(talk);
        await crowd.AssertHistoriesAsync(); // whoever stays connected misses nothing: positions go on
        Assert.Equal(connections, crowd.Players.Sum(p => p.Connections));
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
