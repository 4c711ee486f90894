using System.Collections.Concurrent;
using Baize.Cluster;
using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Baize.PlatformTests.Cluster;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

/// <summary>What the registries in etcd and Consul do beyond what every registry does: they follow changes, and outlive the service's absence.</summary>
public abstract class DiscoveryRegistryContract(DiscoveryFixture fixture) : InstanceRegistryContract
{
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(3);

    protected override TimeSpan Brief => TimeSpan.FromSeconds(1);

    /// <summary>Keys that no other test has.</summary>
    protected string Prefix { get; } = $"t{Guid.NewGuid():N}:";

    internal DiscoveryService Service => fixture.Service;

    internal override async Task<IInstanceRegistry> OpenAsync() => await Service.ConnectAsync(Prefix);

    [Fact]
    public async Task ListAsync_OfAnotherProcess_FollowsEachChange()
    {
        await using var other = await Service.ConnectAsync(Prefix);
        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);
        await Eventually.TrueAsync(async () => (await other.ListAsync(Cancellation)).Count == 1, "the other sees a");

        await Registry.RenewAsync(Instance("a") with { Connections = 5 }, Lasting, Cancellation);
        await Eventually.TrueAsync(async () => (await other.GetAsync("a", Cancellation))?.Connections == 5, "the other sees the new record");

        await Registry.UnregisterAsync("a", Cancellation);
        await Eventually.TrueAsync(async () => (await other.ListAsync(Cancellation)).Count == 0, "the other sees a go");
        Assert.Empty(await other.SweepAsync(Cancellation)); // it left: nobody's death
    }

    [Fact]
    public async Task RenewAsync_AnIdThatADeadProcessHeld_TakesItOver()
    {
        await using var dead = await Service.ConnectAsync(Prefix);
        await dead.RenewAsync(Instance("a"), Brief, Cancellation);

        await Registry.RenewAsync(Instance("a", port: 2), Lasting, Cancellation);

        await Task.Delay(Brief * 2.5, Cancellation); // past the dead one's time: what it held must not take the new record with it
        Assert.Equal(2, (await Registry.GetAsync("a", Cancellation))?.Port);
        Assert.Equal(2, Assert.Single(await Registry.ListAsync(Cancellation)).Port);
    }

    [Fact]
    public async Task ListAsync_OtherPrefix_IsAnotherPlatform()
    {
        await using var other = await Service.ConnectAsync(Prefix + "2:");
        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);

        Assert.True(await other.TryReserveAsync(Instance("a"), Lasting, Cancellation));
        Assert.Empty(await other.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Service_StoppedAndStarted_NobodyIsForgottenAndAllGoOn()
    {
        await OutageAsync(isWiped: false);
    }

    [Fact]
    public async Task Service_LosesEverything_NobodyIsForgottenAndAllAreBackWithinFiveSeconds()
    {
        await OutageAsync(isWiped: true);
    }

    // Three instances heartbeat and a reader watches, while a service of their own is away for longer than their time to live.
    private async Task OutageAsync(bool isWiped)
    {
        await using var service = NewService();
        await service.StartAsync();
        var log = new RecordingLogger<DiscoveryRegistry>();
        await using var reader = await service.ConnectAsync(Prefix, log);
        var instances = new ConcurrentBag<DiscoveryRegistry>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var beats = Enumerable.Range(1, 3).Select(async i =>
        {
            var registry = await service.ConnectAsync(Prefix);
            instances.Add(registry);
            await BeatAsync(registry, $"i{i}", stop.Token);
        }).ToList();
        await Eventually.TrueAsync(async () => (await reader.ListAsync(Cancellation)).Count == 3, "all are listed");

        var least = 3;
        var watching = WatchAsync();
        await service.KillAsync();
        if (isWiped)
            service.Wipe();
        await Eventually.TrueAsync(() => log.Events.Contains("DiscoveryLost"), "the reader notices");
        await Task.Delay(Ttl + TimeSpan.FromSeconds(1), Cancellation);
        await Assert.ThrowsAsync<ClusterUnavailableException>(async () => await reader.RenewAsync(Instance("late"), Ttl, Cancellation));
        await service.StartAsync();

        await using var fresh = await service.ConnectAsync(Prefix); // knows nothing of before
        await Eventually.TrueAsync(async () => (await fresh.ListAsync(Cancellation)).Count == 3, "all are back", Back);
        await Eventually.TrueAsync(() => log.Events.Contains("DiscoveryBack"), "the reader notices");
        await Task.Delay(DiscoveryView.Grace, Cancellation); // from here on nothing is glossed over
        Assert.Equal(3, (await reader.ListAsync(Cancellation)).Count);
        await stop.CancelAsync();
        await Task.WhenAll(beats);
        await watching;
        foreach (var instance in instances)
            await instance.DisposeAsync();

        Assert.Equal(3, least);
        Assert.Single(log.Events, "DiscoveryLost");
        Assert.Single(log.Events, "DiscoveryBack");

        async Task WatchAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                least = Math.Min(least, (await reader.ListAsync(CancellationToken.None)).Count);
                await Task.Delay(10, CancellationToken.None);
            }
        }
    }

    // As an instance does: every second, and sooner again when it failed.
    private static async Task BeatAsync(DiscoveryRegistry registry, string id, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await registry.RenewAsync(Instance(id), Ttl, CancellationToken.None);
                Assert.Empty(await registry.SweepAsync(CancellationToken.None));
            }
            catch (ClusterUnavailableException)
            {
                // the service is away
            }
            await Task.Delay(500, CancellationToken.None);
        }
    }

    private protected abstract DiscoveryService NewService();
}
