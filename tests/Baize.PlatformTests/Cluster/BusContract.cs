using System.Text;
using Baize.Cluster.Bus;
using Baize.Cluster.Rooms;
using Baize.PlatformTests.Support;
using CsCheck;
using StackExchange.Redis;

namespace Baize.PlatformTests.Cluster;

/// <summary>What the bus does, on every store that has pub/sub.</summary>
public abstract class BusContract(StoreFixture store) : IAsyncLifetime
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);
    private readonly List<BusInstance> _instances = [];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await store.ClearAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Post_ManyInARow_ArriveInOrderAndInFewerBatches()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        const int Count = 20_000;

        for (var i = 0; i < Count; i++)
            a.Bus.Post("b", (byte)i, BitConverter.GetBytes(i));

        await Eventually.TrueAsync(() => b.Handler.Posts.Count >= Count, "all arrive", details: () => $"{b.Handler.Posts.Count} have.");
        Assert.Equal(
            Enumerable.Range(0, Count).Select(i => ("a", (byte)i, i)), b.Handler.Posts.Select(p => (p.From, p.Kind, BitConverter.ToInt32(p.Body))));
        Assert.Equal(Count, a.Meters["baize.bus.entries"]);
        Assert.InRange(a.Meters["baize.bus.published"], 1, Count / 4);
        Assert.Empty(a.Handler.Posts);
    }

    [Fact]
    public async Task Post_SeveralSendersAndThreads_KeepEachOnesOrder()
    {
        var c = await StartAsync("c");
        BusInstance[] senders = [await StartAsync("a"), await StartAsync("b")];

        await Task.WhenAll(senders.SelectMany(s => Enumerable.Range(1, 3).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < 3_000; i++)
                    s.Bus.Post("c", (byte)thread, BitConverter.GetBytes(i));
            },
            Cancellation))));

        await Eventually.TrueAsync(() => c.Handler.Posts.Count == 18_000, "all arrive", details: () => $"{c.Handler.Posts.Count} have.");
        foreach (var thread in c.Handler.Posts.GroupBy(p => (p.From, p.Kind)))
            Assert.Equal(Enumerable.Range(0, 3_000), thread.Select(p => BitConverter.ToInt32(p.Body)));
    }

    [Fact]
    public async Task Post_EmptyAndLargeBodies_ArriveAsTheyWere()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        var large = new byte[1_000_000];
        new Random(1).NextBytes(large);

        a.Bus.Post("b", 1, []);
        a.Bus.Post("b", 2, large);
        a.Bus.Post("b", 3, new byte[9 * 1024 * 1024]); // over the bound
        a.Bus.Post("b", 4, [7]);

        await Eventually.TrueAsync(() => b.Handler.Posts.Count == 3, "three arrive");
        Assert.Equal([[], large, [7]], b.Handler.Posts.Select(p => p.Body));
        Assert.Equal(1, a.Meters["baize.bus.dropped"]);
    }

    [Fact]
    public async Task Post_ToAnInstanceThatIsNotThere_TellsAndKeepsNoLink()
    {
        var a = await StartAsync("a");

        a.Bus.Post("nobody", 1, [1]);

        await Eventually.TrueAsync(() => a.Handler.Unheard.Contains("nobody"), "it is told");
        await Eventually.TrueAsync(() => a.OpenLinks == 0, "the link ends");
    }

    [Fact]
    public async Task RequestAsync_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var (a, _) = (await StartAsync("a"), await StartAsync("b"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i =>
            a.Bus.RequestAsync("b", 1, Encoding.UTF8.GetBytes($"{i}"), Patient, Cancellation).AsTask()));

        Assert.All(answers, answer => Assert.Equal(BusOutcome.Answered, answer.Outcome));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"re:{i}"), answers.Select(answer => Encoding.UTF8.GetString(answer.Body.Span)));
    }

    [Fact]
    public async Task RequestAsync_ToAnInstanceThatIsNotThere_IsUnheardLongBeforeTheTimeout()
    {
        var a = await StartAsync("a");

        var answer = await a.Bus.RequestAsync("nobody", 1, default, TimeSpan.FromMinutes(5), Cancellation).AsTask().WaitAsync(Patient, Cancellation);

        Assert.Equal(BusOutcome.Unheard, answer.Outcome);
        Assert.Contains("nobody", a.Handler.Unheard);
    }

    [Fact]
    public async Task RequestAsync_InstanceHasEnded_IsUnheard()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        Assert.Equal(BusOutcome.Answered, (await a.Bus.RequestAsync("b", 1, default, Patient, Cancellation)).Outcome);

        await b.DisposeAsync();

        await Eventually.TrueAsync(
            async () => (await a.Bus.RequestAsync("b", 1, default, TimeSpan.FromSeconds(1), Cancellation)).Outcome == BusOutcome.Unheard, "b is unheard");
    }

    [Fact]
    public async Task RequestAsync_NoAnswer_TimesOut()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        b.Handler.Answer = _ => null;

        var answer = await a.Bus.RequestAsync("b", 1, default, TimeSpan.FromMilliseconds(100), Cancellation);

        Assert.Equal(BusOutcome.TimedOut, answer.Outcome);
    }

    [Fact]
    public async Task RequestAsync_Cancelled_Ends()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        b.Handler.Answer = _ => null;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var request = a.Bus.RequestAsync("b", 1, default, TimeSpan.FromMinutes(5), cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Patient, Cancellation));
    }

    [Fact]
    public async Task Receive_GarbageOnTheChannel_IsCountedAndPassedOver()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        var channel = store.BusOf("b");
        var sent = 0;
        await Gen.Byte.Array[0, 60].SampleAsync(
            async garbage =>
            {
                // Half of them begin as ours do, so that the entries are reached too.
                byte[] message = Interlocked.Increment(ref sent) % 2 == 0 ? garbage : [(byte)'B', 1, 1, (byte)'x', .. garbage];
                await store.Raw.PublishAsync(channel, message);
            },
            iter: 400,
            threads: 1);

        a.Bus.Post("b", 9, [1, 2, 3]);

        await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.From == "a"), "b goes on", details: () => $"{b.Meters["baize.bus.garbage"]} counted");
        Assert.InRange(b.Meters["baize.bus.garbage"], sent / 4, sent);
    }

    [Fact]
    public async Task Receive_HandlerThrows_GoesOn()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        b.Handler.OnEachPost = kind => Assert.NotEqual(1, kind);

        a.Bus.Post("b", 1, []);
        await Eventually.TrueAsync(() => b.Meters["baize.bus.garbage"] == 1, "the fault is counted");
        a.Bus.Post("b", 2, []);

        await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.Kind == 2), "b goes on");
    }

    [Fact]
    public async Task BroadcastAsync_ToAll_ReachesTheOthersButNotTheSender()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        using var data = System.Text.Json.JsonDocument.Parse("""{"text":"我们"}""");

        await a.Bus.BroadcastAsync(new Broadcast { InstanceId = "a", Type = "lobby", Data = data.RootElement }, Cancellation);
        await b.Bus.BroadcastAsync(new Broadcast { InstanceId = "b", RoomId = "r", UserId = 3, Type = "x" }, Cancellation);

        await Eventually.TrueAsync(() => !a.Handler.Broadcasts.IsEmpty && !b.Handler.Broadcasts.IsEmpty, "each hears the other");
        var heard = Assert.Single(b.Handler.Broadcasts);
        Assert.Equal(("a", "lobby", null, 0, """{"text":"我们"}"""), (heard.InstanceId, heard.Type, heard.RoomId, heard.UserId, heard.Data!.Value.GetRawText()));
        Assert.Equal(("b", "r", 3L), (a.Handler.Broadcasts.Single().InstanceId, a.Handler.Broadcasts.Single().RoomId, a.Handler.Broadcasts.Single().UserId));
    }

    [Theory]
    [InlineData("""{"type":"t"}""", null, 0)]
    [InlineData("""{"instance_id":"","room_id":"","user_id":0,"type":"t","data":null}""", "", 0)]
    [InlineData("""{"instance_id":null,"room_id":null,"user_id":null,"type":"t","data":null}""", null, 0)]
    [InlineData("""{"room_id":"r","type":"t","data":[1],"more":{"x":1}}""", "r", 0)]
    [InlineData("""{"user_id":9007199254740991,"type":"t"}""", null, 9007199254740991)]
    [InlineData("""{"user_id":"42","type":"t"}""", null, 42)]
    public async Task Receive_StrangersBroadcast_IsDelivered(string json, string? roomId, long userId)
    {
        var a = await StartAsync("a");

        await store.Raw.PublishAsync(RedisChannel.Literal("game-server:broadcast"), json);

        await Eventually.TrueAsync(() => !a.Handler.Broadcasts.IsEmpty, "it is heard");
        var heard = Assert.Single(a.Handler.Broadcasts);
        Assert.Equal(("t", roomId, userId), (heard.Type, heard.RoomId, heard.UserId));
    }

    [Fact]
    public async Task Receive_BroadcastsThatAreNone_AreCountedAndPassedOver()
    {
        var a = await StartAsync("a");
        var channel = RedisChannel.Literal("game-server:broadcast");
        string[] garbage =
        [
            "", "x", "{", "[]", "null", "7", "{}", """{"type":""}""", """{"type":7}""", """{"type":"t","user_id":1.5}""", """{"type":"t","user_id":"x"}""",
            """{"type":"t","user_id":[]}""", """{"type":"t","room_id":{}}""", new string('[', 10_000), "\ud800",
        ];
        foreach (var message in garbage)
            await store.Raw.PublishAsync(channel, message);
        await store.Raw.PublishAsync(channel, new byte[] { 0xff, 0xfe, 0x00 });
        await store.Raw.PublishAsync(channel, """{"instance_id":"a","type":"own"}""");
        await store.Raw.PublishAsync(channel, """{"type":"good"}""");

        // On a Cluster they may take different nodes, and come in any order.
        await Eventually.TrueAsync(() => a.Meters["baize.bus.garbage"] == garbage.Length + 1, "all are counted");
        await Eventually.TrueAsync(() => !a.Handler.Broadcasts.IsEmpty, "the good one is heard");
        Assert.Equal("good", Assert.Single(a.Handler.Broadcasts).Type);
        Assert.Equal(garbage.Length + 1, a.Meters["baize.bus.garbage"]);
    }

    [Fact]
    public async Task Compose_MessageOfACommit_ArrivesOnceAndOnlyIfTheCommitStands()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        if (a.Bus.Compose("b") is null)
        {
            Assert.Contains("Cluster", GetType().Name, StringComparison.Ordinal); // there a script may not publish for other slots
            return;
        }
        var rooms = StoreFixture.Rooms(a.Links);
        var record = (await rooms.ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation)).Record!;
        var first = new RoomCommit("r", record.Term, record.LogId, 0, [new byte[] { 1 }]) { State = new byte[] { 2 }, Messages = [Of("nobody"), Of("b")] };

        Assert.Equal(CommitOutcome.Committed, await rooms.CommitAsync(first, Cancellation));
        Assert.Equal([false, true], first.Messages.Select(m => m.IsHeard));
        Assert.Equal(CommitOutcome.Committed, await rooms.CommitAsync(first, Cancellation)); // as after an answer that was lost
        await rooms.ClaimAsync("r", "a", "c", ClaimMode.Existing, Cancellation);
        var late = new RoomCommit("r", record.Term, record.LogId, 1, [new byte[] { 1 }]) { Messages = [Of("b")] };
        Assert.Equal(CommitOutcome.Fenced, await rooms.CommitAsync(late, Cancellation));
        Assert.Null(late.Messages[0].IsHeard);
        a.Bus.Post("b", 9, []);

        await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.Kind == 9), "what was sent last arrives");
        Assert.Equal([("a", 1, "7"), ("a", 2, "8"), ("a", 9, "")], b.Handler.Posts.Select(p => (p.From, (int)p.Kind, string.Join(' ', p.Body))));
        foreach (var message in first.Messages)
            a.Bus.OnPublished(message);
        Assert.Equal(["nobody"], a.Handler.Unheard);

        BusMessage Of(string instance)
        {
            var message = a.Bus.Compose(instance)!;
            message.Post(1, [7]);
            message.Post(2, [8]);
            return message;
        }
    }

    [Fact]
    public async Task IsListeningAsync_LiveAndEndedInstances_AreToldApart()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));

        Assert.True(await a.Bus.IsListeningAsync("a", Cancellation));
        Assert.True(await a.Bus.IsListeningAsync("b", Cancellation));
        Assert.True(await a.Links.IsListeningAsync("b", Cancellation));
        Assert.False(await a.Bus.IsListeningAsync("nobody", Cancellation));
        Assert.False(await a.Links.IsListeningAsync("nobody", Cancellation));
        await b.DisposeAsync();
        await Eventually.TrueAsync(async () => !await a.Bus.IsListeningAsync("b", Cancellation), "b does not listen any more");
        Assert.Equal(0, a.Meters["baize.bus.garbage"]);
    }

    [Fact]
    public async Task Receive_SubscriptionLostAtTheServer_SubscribesAgainAndTells()
    {
        var (a, b) = (await StartAsync("a"), await StartAsync("b"));
        await b.LoseSubscriptionAsync();

        b.Bus.Post("b", 1, []); // what an instance sends itself to see whether it is heard

        await Eventually.TrueAsync(() => b.Handler.Reconnections == 1, "b is told that it was away");
        Assert.True(await a.Bus.IsListeningAsync("b", Cancellation));
        a.Bus.Post("b", 2, []);
        await Eventually.TrueAsync(() => b.Handler.Posts.Any(p => p.Kind == 2), "b hears again");
        await a.Bus.BroadcastAsync(new Broadcast { InstanceId = "a", Type = "lobby" }, Cancellation);
        await Eventually.TrueAsync(() => !b.Handler.Broadcasts.IsEmpty, "b hears the lobby again");
        Assert.Single(b.Handler.Broadcasts);
    }

    private protected async Task<BusInstance> StartAsync(string id)
    {
        var instance = await BusInstance.StartAsync(store, id);
        _instances.Add(instance);
        return instance;
    }
}
