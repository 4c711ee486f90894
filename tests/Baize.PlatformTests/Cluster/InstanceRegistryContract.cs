using Baize.Cluster.Instances;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

/// <summary>What every registry does, wherever it keeps its records.</summary>
public abstract class InstanceRegistryContract : IAsyncLifetime
{
    protected static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    /// <summary>A time to live that a test can wait for: the shortest that the store keeps exactly.</summary>
    protected virtual TimeSpan Brief => TimeSpan.FromMilliseconds(150);

    internal IInstanceRegistry Registry { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Registry = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (Registry is IAsyncDisposable registry)
            await registry.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal abstract Task<IInstanceRegistry> OpenAsync();

    [Fact]
    public async Task TryReserveAsync_FreeId_HoldsItWithoutListingIt()
    {
        Assert.True(await Registry.TryReserveAsync(Instance("a"), Lasting, Cancellation));

        Assert.Empty(await Registry.ListAsync(Cancellation));
        Assert.False(await Registry.TryReserveAsync(Instance("a", port: 2), Lasting, Cancellation));
        Assert.Equal(1, (await Registry.GetAsync("a", Cancellation))!.Port);
    }

    [Fact]
    public async Task TryReserveAsync_ManyAtOnce_OneWins()
    {
        var tries = await Task.WhenAll(Enumerable.Range(1, 20).Select(port =>
            Registry.TryReserveAsync(Instance("a", port), Lasting, Cancellation).AsTask()));

        var winner = Assert.Single(Enumerable.Range(1, 20), port => tries[port - 1]);
        Assert.Equal(winner, (await Registry.GetAsync("a", Cancellation))!.Port);
    }

    [Fact]
    public async Task TryReserveAsync_AfterExpiry_IsFree()
    {
        await Registry.TryReserveAsync(Instance("a"), Brief, Cancellation);

        await Eventually.TrueAsync(async () => await Registry.TryReserveAsync(Instance("a", port: 2), Lasting, Cancellation), "the id is free again");

        Assert.Equal(2, (await Registry.GetAsync("a", Cancellation))!.Port);
    }

    [Fact]
    public async Task RenewAsync_Reserved_ListsTheNewRecord()
    {
        await Registry.TryReserveAsync(Instance("a"), Lasting, Cancellation);
        var record = Instance("a") with { State = InstanceState.Draining, Connections = 7, Rooms = 3, MachineId = 4, Version = "1.2", Pid = 5, HeartbeatAt = 6 };

        await Registry.RenewAsync(record, Lasting, Cancellation);

        Assert.Equal(record, Assert.Single(await Registry.ListAsync(Cancellation)));
        Assert.Equal(record, await Registry.GetAsync("a", Cancellation));
    }

    [Fact]
    public async Task RenewAsync_AfterExpiryAndSweep_ListsItAgain()
    {
        await Registry.RenewAsync(Instance("a"), Brief, Cancellation);
        await Eventually.TrueAsync(async () => (await Registry.SweepAsync(Cancellation)).Contains("a"), "a is swept");

        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);

        Assert.Single(await Registry.ListAsync(Cancellation));
    }

    [Fact]
    public async Task RenewAsync_Again_RestartsTheTimeToLive()
    {
        await Registry.RenewAsync(Instance("a"), Brief, Cancellation);

        await Registry.RenewAsync(Instance("a", port: 2), Lasting, Cancellation);

        await Task.Delay(Brief * 2, Cancellation); // past the first time to live, and long before the second
        Assert.Equal(2, (await Registry.GetAsync("a", Cancellation))?.Port);
    }

    [Fact]
    public async Task ListAsync_ExpiredButNotSwept_LeavesItOut()
    {
        await Registry.RenewAsync(Instance("a"), Brief, Cancellation);
        await Registry.RenewAsync(Instance("b"), Lasting, Cancellation);

        await Eventually.TrueAsync(async () => await Registry.GetAsync("a", Cancellation) is null, "a expires");

        Assert.Equal("b", Assert.Single(await Registry.ListAsync(Cancellation)).InstanceId);
    }

    [Fact]
    public async Task ListAsync_Several_AreSortedById()
    {
        foreach (var id in (string[])["b", "C", "a-2", "a"])
            await Registry.RenewAsync(Instance(id), Lasting, Cancellation);

        Assert.Equal(["C", "a", "a-2", "b"], (await Registry.ListAsync(Cancellation)).Select(i => i.InstanceId));
    }

    [Fact]
    public async Task UnregisterAsync_Listed_TakesItOffAndFreesTheId()
    {
        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);

        await Registry.UnregisterAsync("a", Cancellation);

        Assert.Empty(await Registry.ListAsync(Cancellation));
        Assert.Null(await Registry.GetAsync("a", Cancellation));
        Assert.Empty(await Registry.SweepAsync(Cancellation));
        Assert.True(await Registry.TryReserveAsync(Instance("a"), Lasting, Cancellation));
    }

    [Fact]
    public async Task GetAsync_UnknownId_IsNull() => Assert.Null(await Registry.GetAsync("nobody", Cancellation));

    [Fact]
    public async Task SweepAsync_SeveralSweepersAtOnce_OneReportsEachDeadInstance()
    {
        string[] dead = ["d1", "d2", "d3"];
        foreach (var id in dead)
            await Registry.RenewAsync(Instance(id), Brief, Cancellation);
        await Registry.RenewAsync(Instance("alive"), Lasting, Cancellation);
        await Eventually.TrueAsync(async () => (await Registry.ListAsync(Cancellation)).Count == 1, "three expire");

        var sweeps = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Registry.SweepAsync(Cancellation).AsTask()));

        Assert.Equal(dead, sweeps.SelectMany(s => s).Order());
        Assert.Empty(await Registry.SweepAsync(Cancellation));
        Assert.Equal("alive", Assert.Single(await Registry.ListAsync(Cancellation)).InstanceId);
    }

    protected static InstanceRecord Instance(string id, int port = 1) => new(id, "10.0.0.1", port, RegisteredAt: 1_700_000_000);
}
