using Baize.Cluster;
using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

/// <summary>The service is killed and comes back, with what it had or with nothing. All cases at once: most of it is waiting.</summary>
public sealed class DiscoveryOutageTests
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_AwayForLongerThanTheTimeToLive_NobodyIsForgottenAndAllAreBackWithinFiveSeconds()
    {
        Tools.Find("etcd");
        Tools.Find("consul");

        await Task.WhenAll(
            OutageAsync("etcd", new EtcdService(), isWiped: false),
            OutageAsync("etcd, wiped", new EtcdService(), isWiped: true),
            OutageAsync("Consul", new ConsulService(), isWiped: false),
            OutageAsync("Consul, wiped", new ConsulService(), isWiped: true));
    }

    // Three instances heartbeat, and a reader watches.
    private static async Task OutageAsync(string which, DiscoveryService service, bool isWiped)
    {
        await using var ended = service;
        await service.StartAsync();
        var log = new RecordingLogger<DiscoveryRegistry>();
        await using var reader = await service.ConnectAsync("", log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var beats = new List<Task>();
        var registries = new List<DiscoveryRegistry>();
        for (var i = 1; i <= 3; i++)
        {
            registries.Add(await service.ConnectAsync(""));
            beats.Add(BeatAsync(registries[^1], $"i{i}", stop.Token));
        }
        await Eventually.TrueAsync(async () => (await reader.ListAsync(Cancellation)).Count == 3, $"{which}: all are listed");
        var watching = WatchAsync(reader, stop.Token);

        await service.KillAsync();
        if (isWiped)
            service.Wipe();
        await Eventually.TrueAsync(() => log.Events.Contains("DiscoveryLost"), $"{which}: the reader notices");
        await Task.Delay(Ttl + TimeSpan.FromSeconds(1), Cancellation);
        await Assert.ThrowsAsync<ClusterUnavailableException>(async () => await reader.RenewAsync(Instance("late"), Ttl, Cancellation));
        await service.StartAsync();

        await using (var fresh = await service.ConnectAsync("")) // knows nothing of before
            await Eventually.TrueAsync(async () => (await fresh.ListAsync(Cancellation)).Count == 3, $"{which}: all are back", TimeSpan.FromSeconds(5));
        await Task.Delay(DiscoveryView.Grace, Cancellation); // from here on nothing is glossed over
        Assert.Equal(3, (await reader.ListAsync(Cancellation)).Count);
        await stop.CancelAsync();
        await Task.WhenAll(beats);
        Assert.True(await watching == 3, $"{which}: there were moments with {await watching} instances.");
        Assert.Single(log.Events, "DiscoveryLost");
        Assert.Single(log.Events, "DiscoveryBack");
        foreach (var registry in registries)
            await registry.DisposeAsync();
    }

    private static async Task<int> WatchAsync(DiscoveryRegistry reader, CancellationToken stop)
    {
        var least = int.MaxValue;
        while (!stop.IsCancellationRequested)
        {
            least = Math.Min(least, (await reader.ListAsync(CancellationToken.None)).Count);
            await Task.Delay(10, CancellationToken.None);
        }
        return least;
    }

    // As an instance does.
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

    private static InstanceRecord Instance(string id) => new(id, "10.0.0.1", 1, RegisteredAt: 1_700_000_000);
}
