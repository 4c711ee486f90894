using Baize.Cluster.Bus;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisBusTests(RedisFixture redis) : BusContract(redis), IClassFixture<RedisFixture>
{
    /// <summary>What the client sends on its own: not for a message.</summary>
    private static readonly string[] Upkeep = ["ping", "info", "config|resetstat", "client|setinfo", "cluster|nodes"];

    [Fact]
    public async Task Post_TwoOrEightInstances_CostsTheSameCommands()
    {
        var (owner, edge) = (await StartAsync("i1"), await StartAsync("i2"));
        var withTwo = await CountCommandsAsync(owner, edge);
        for (var i = 3; i <= 8; i++)
            await StartAsync($"i{i}");

        var withEight = await CountCommandsAsync(owner, edge);

        Assert.Equal(new Dictionary<string, long> { ["publish"] = 100 }, withTwo);
        Assert.Equal(withTwo, withEight);
    }

    [Fact]
    public async Task Receive_ServerRestarted_SubscribesAgainAndTells()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        await redis.Redis.KillAsync();
        await Eventually.TrueAsync(
            async () => (await a.Bus.RequestAsync("b", 1, default, TimeSpan.FromSeconds(1), Cancellation)).Outcome == BusOutcome.NotSent, "the store is away");

        await redis.Redis.StartAgainAsync();

        await Eventually.TrueAsync(() => a.Handler.Reconnections > 0 && b.Handler.Reconnections > 0, "both are told");
        // Told is told: from here on nothing is lost.
        Assert.Equal(BusOutcome.Answered, (await a.Bus.RequestAsync("b", 1, default, TimeSpan.FromSeconds(5), Cancellation)).Outcome);
        a.Bus.Post("b", 2, []);
        await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.Kind == 2), "b hears again");
        Assert.InRange(a.Handler.Reconnections, 1, 2); // a link has two connections, which may come back apart
        Assert.InRange(b.Handler.Reconnections, 1, 2);
        Assert.Single(b.Handler.Posts);
    }

    [Fact]
    public async Task Receive_ConnectionKilledOverAndOver_AfterEachReturnNothingIsLost()
    {
        var (a, b) = (await StartAsync("killed-a"), await StartAsync("killed-b")); // names that no other test has: one of them is killed
        for (byte round = 1; round <= 10; round++)
        {
            var before = b.Handler.Reconnections;
            Assert.Equal(1, (int)await redis.Raw.ExecuteAsync("CLIENT", "KILL", "ID", await IdOfBusAsync(b.Id)));
            await Eventually.TrueAsync(() => b.Handler.Reconnections > before, $"b is told in round {round}", details: () => string.Join(' ', b.Log.Events));

            a.Bus.Post(b.Id, round, []);

            await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.Kind == round), $"b hears in round {round}", TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task Receive_HandlerStuckAndTooMuchUnread_RedisHangsUpAndTheLossIsTold()
    {
        var (a, b) = (await StartAsync("stuck-a"), await StartAsync("stuck-b"));
        using var stuck = new ManualResetEventSlim();
        b.Handler.OnEachPost = _ => stuck.Wait(Eventually.Deadline);
        var block = new byte[1024 * 1024];

        // 32 MB may wait for one listener by default, and some in the sockets. One after the other: a link drops what is too much for it.
        for (var i = 0; await a.Bus.IsListeningAsync(b.Id, Cancellation); i++)
        {
            Assert.InRange(i, 0, 200);
            a.Bus.Post(b.Id, 1, block);
        }
        stuck.Set();

        await Eventually.TrueAsync(() => b.Handler.Reconnections == 1, "the loss is told");
        a.Bus.Post(b.Id, 2, []);
        await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.Kind == 2), "b hears again");
    }

    private async Task<Dictionary<string, long>> CountCommandsAsync(BusInstance owner, BusInstance edge)
    {
        await redis.Raw.ExecuteAsync("CONFIG", "RESETSTAT");
        for (byte i = 0; i < 100; i++)
        {
            var before = edge.Handler.Posts.Count;
            owner.Bus.Post(edge.Id, i, "a room's message"u8);
            await Eventually.TrueAsync(() => edge.Handler.Posts.Count > before, "it arrives");
        }
        return (await redis.Redis.CommandCountsAsync()).Where(c => !Upkeep.Contains(c.Key)).ToDictionary();
    }

    private async Task<long> IdOfBusAsync(string instance)
    {
        var clients = await redis.Servers[0].ClientListAsync();
        return clients.First(c => c.Name == $"{instance}:bus" && c.SubscriptionCount > 0).Id;
    }
}
