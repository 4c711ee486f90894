using Baize.Cluster.Instances;
using Baize.Cluster.Local;
using Baize.Cluster.Rooms;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Cluster.Local;

/// <summary>What is particular to the stores in memory; what they share with Redis stands in the contracts of the platform tests.</summary>
public sealed class LocalStoresTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryReserveAsync_ClockPassesTheTtl_IsFreeAgain()
    {
        var registry = new LocalInstanceRegistry(_time);
        var record = new InstanceRecord("a", "127.0.0.1", 1, 0);
        await registry.RenewAsync(record, TimeSpan.FromSeconds(30), Cancellation);

        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(await registry.TryReserveAsync(record, TimeSpan.FromSeconds(30), Cancellation));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Empty(await registry.ListAsync(Cancellation));
        Assert.Equal(["a"], await registry.SweepAsync(Cancellation));
        Assert.True(await registry.TryReserveAsync(record, TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task ClaimAsync_AnotherProcess_BeginsAnotherHistory()
    {
        // A client that comes back with a position of the process before must not be told that it missed nothing.
        var first = await new LocalRoomStore(_time).ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation);
        var second = await new LocalRoomStore(_time).ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation);

        Assert.NotEqual(first.Record!.LogId, second.Record!.LogId);
    }

    [Fact]
    public async Task RestoreAsync_NothingCanBeLost_IsRefused()
    {
        var store = new LocalRoomStore(_time);
        var restore = new RoomRestore("r", "a", 1, "log", 3, 0, default, new RoomSummary("g", "playing", default), []);

        Assert.Null(await store.RestoreAsync(restore, Cancellation));
    }
}
