using Baize.Cluster.Bus;
using Baize.Cluster.Redis;

namespace Baize.PlatformTests.Support;

/// <summary>One instance's place on the bus, with connections of its own.</summary>
internal sealed class BusInstance : IAsyncDisposable
{
    private readonly RedisBus _bus;

    private BusInstance(string id, RedisLinks links)
    {
        Links = links;
        _bus = new RedisBus(links, id, TimeProvider.System, new BusMetrics(Meters), Log);
        _bus.Handle(Handler);
    }

    public IBus Bus => _bus;

    public string Id => _bus.InstanceId;

    public int OpenLinks => _bus.Links;

    public int Unread => _bus.Unread;

    public RedisLinks Links { get; }

    public RecordingBusHandler Handler { get; } = new();

    public RecordingLogger<RedisBus> Log { get; } = new();

    public RecordingMeters Meters { get; } = new();

    public static async Task<BusInstance> StartAsync(StoreFixture store, string id) => await StartAsync(id, await store.ConnectAsync(id));

    public static async Task<BusInstance> StartAsync(string id, RedisLinks links)
    {
        var instance = new BusInstance(id, links);
        instance.Handler.Bus = instance.Bus;
        await instance.Bus.StartAsync(TestContext.Current.CancellationToken);
        return instance;
    }

    /// <summary>Ends what it listens with, as the server might.</summary>
    public async Task LoseSubscriptionAsync()
    {
        if (!_bus.CutSubscription())
            await Links.Bus.GetSubscriber().UnsubscribeAllAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        Meters.Dispose();
    }
}
