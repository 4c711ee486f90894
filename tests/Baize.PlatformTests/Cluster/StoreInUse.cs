using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.Cluster.Rooms;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

/// <summary>Everything that processes do in Redis, once: for tests about the connection rather than about what is done.</summary>
internal static class StoreInUse
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task UseAllAsync(StoreFixture store)
    {
        await UseRegistryAsync(await store.OpenRegistryAsync());
        await UseRoomsAsync(await store.OpenRoomsAsync());
        await UseBusAsync(store);
    }

    private static async Task UseRegistryAsync(IInstanceRegistry registry)
    {
        var a = new InstanceRecord("a", "10.0.0.1", 1, 1);
        Assert.True(await registry.TryReserveAsync(a, TimeSpan.FromMinutes(1), Cancellation));
        await registry.RenewAsync(a, TimeSpan.FromMinutes(1), Cancellation);
        await registry.RenewAsync(a with { InstanceId = "dead" }, TimeSpan.FromMilliseconds(50), Cancellation);
        await Eventually.TrueAsync(async () => (await registry.SweepAsync(Cancellation)).Contains("dead"), "the dead is swept");
        Assert.Equal(a, Assert.Single(await registry.ListAsync(Cancellation)));
        Assert.Equal(a, await registry.GetAsync("a", Cancellation));
        await registry.UnregisterAsync("a", Cancellation);
    }

    private static async Task UseRoomsAsync(IRoomStore rooms)
    {
        var claimed = await rooms.ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation);
        var record = claimed.Record!;
        byte[] some = [1, 2, 3];
        for (var i = 0; i < 3; i++) // by the client, which teaches the script, and by a connection of our own
        {
            Assert.Equal(CommitOutcome.Committed, await rooms.CommitAsync(
                new RoomCommit("r", record.Term, record.LogId, i, [some]) { State = some, Applied = [some], Summary = new RoomSummary("g", "waiting", some), Edges = ["a"], KeepEvents = 2 },
                Cancellation));
        }
        Assert.Equal(2, (await rooms.ReadLogAsync("r", 0, Cancellation)).Entries.Count);
        Assert.Equal("r", Assert.Single((await rooms.ListAsync(new RoomFilter("g"), 10, null, Cancellation)).Rooms).RoomId);
        Assert.NotNull(await rooms.GetAsync("r", Cancellation));
        Assert.Equal(3, (await rooms.GetPositionAsync("r", Cancellation))!.StateBytes);
        Assert.Equal(["r"], await rooms.ListOwnedAsync("a", Cancellation));
        Assert.True(await rooms.HandOverAsync("r", record.Term, record.LogId, "a", "b", Cancellation));
        Assert.NotNull(await rooms.RestoreAsync(
            new RoomRestore("r", "b", record.Term + 1, record.LogId, 3, 1, some, new RoomSummary("g", "waiting", some), ["a"]) { Applied = [some], Tail = [some] }, Cancellation));
        var again = (await rooms.ClaimAsync("r", "b", "c", ClaimMode.Existing, Cancellation)).Record!;
        Assert.True(await rooms.DeleteAsync("r", again.Term, again.LogId, "c", Cancellation));
    }

    private static async Task UseBusAsync(StoreFixture store)
    {
        await using var a = await BusInstance.StartAsync(store, "a");
        await using var b = await BusInstance.StartAsync(store, "b");
        Assert.Equal(BusOutcome.Answered, (await a.Bus.RequestAsync("b", 1, default, TimeSpan.FromSeconds(10), Cancellation)).Outcome);
        Assert.True(await a.Bus.IsListeningAsync("b", Cancellation));
        Assert.False(await a.Bus.IsListeningAsync("nobody", Cancellation));
        await a.Bus.BroadcastAsync(new Broadcast { InstanceId = "a", Type = "lobby" }, Cancellation);
        await Eventually.TrueAsync(() => !b.Handler.Broadcasts.IsEmpty, "b hears the broadcast");
    }
}
