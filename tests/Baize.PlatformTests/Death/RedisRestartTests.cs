using System.Collections.Concurrent;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Death;

/// <summary>Redis is killed under load and comes back on the same port, with what it had or empty.</summary>
[Collection(MeasuredTests.Name)]
public sealed class RedisRestartTests
{
    private const int Rooms = 6;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_UnderLoad_InstancesRegisterAgainAndRoomsGoOn(bool durable)
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { DurableRedis = durable });
        var clients = new List<GameClient>();
        for (var i = 0; i < Rooms * 3; i++)
        {
            var client = await GameClient.ConnectAsync(platform.Servers[i % 3].Port); // each room has a member on each instance
            await client.JoinAsync(RoomOf(i));
            clients.Add(client);
        }
        using var stop = new CancellationTokenSource();
        var acked = new ConcurrentBag<(string Room, string Text)>();
        var senders = clients.Select((client, i) => SendAsync(client, RoomOf(i), acked, stop.Token)).ToList();
        await Eventually.TrueAsync(() => acked.Count > 100, "load flows");

        await platform.Redis.KillAsync();
        foreach (var server in platform.Servers)
            await Eventually.TrueAsync(async () => await StatusAsync(platform, server, "health/ready") == 503, $"{server.InstanceId} is not ready without Redis");
        foreach (var server in platform.Servers)
            Assert.Equal(200, await StatusAsync(platform, server, "health/live"));
        var before = acked.Count;
        await platform.Redis.StartAgainAsync();

        await Eventually.TrueAsync(async () => (await platform.ListedAsync()).SetEquals(platform.Servers.Select(s => s.InstanceId)), "all three are registered again");
        foreach (var server in platform.Servers)
            await Eventually.TrueAsync(async () => await StatusAsync(platform, server, "health/ready") == 200, $"{server.InstanceId} is ready again");
        await Eventually.TrueAsync(() => acked.Count > before + 100, "load flows again, without a restart of anything", details: () => $"{acked.Count - before} acks since.");
        await stop.CancelAsync();
        await Task.WhenAll(senders);

        // Every member of a room has everything that was acked, once, and in the same order as the others.
        for (var room = 0; room < Rooms; room++)
        {
            var members = clients.GetRange(room * 3, 3);
            var id = RoomOf(room * 3);
            var ackedHere = acked.Where(a => a.Room == id).Select(a => a.Text).ToHashSet();
            foreach (var member in members)
            {
                await Eventually.TrueAsync(() => ackedHere.IsSubsetOf(Texts(member, id)), $"user {member.UserId} has all that was acked");
                Assert.Equal(Texts(member, id).Count, Texts(member, id).Distinct().Count());
            }
            await Eventually.TrueAsync(() => members.TrueForAll(m => Texts(m, id).SequenceEqual(Texts(members[0], id))), $"one order in {id}");
        }
        Assert.Empty(clients.SelectMany(c => c.Faults));
        Assert.All(clients, c => Assert.False(c.IsClosed, $"user {c.UserId} was closed with {c.CloseCode}"));
        Assert.All(platform.Servers, s => Assert.False(s.Process.HasExited));
        platform.AssertNoFaults();
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static string RoomOf(int client) => $"restart-{client / 3}";

    private static List<string> Texts(GameClient client, string room) => [.. client.Room(room).Events.Where(e => e.Type == "message").Select(e => e.Text("text"))];

    private static async Task<int> StatusAsync(BaizePlatform platform, GameServerProcess server, string path)
    {
        using var answer = await platform.Http.GetAsync(new Uri(server.Address, path), TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    // Says one thing after the other; what is not acked is said again with the same id, as the protocol asks of clients.
    private static async Task SendAsync(GameClient client, string room, ConcurrentBag<(string Room, string Text)> acked, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var text = $"{client.UserId}-{n}";
            await client.SayAsync(room, new { text });
            acked.Add((room, text));
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
