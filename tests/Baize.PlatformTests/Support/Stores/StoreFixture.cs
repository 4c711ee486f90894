using Baize.Cluster.Instances;
using Baize.Cluster.Redis;
using Baize.Cluster.Rooms;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Baize.PlatformTests.Support;

/// <summary>
/// One store for the tests of a class, which run one after the other; each begins with an empty store. A server per class and
/// not one for all, because the keys are published names: two tests at once would see each other's instances and rooms.
/// </summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private readonly List<RedisLinks> _links = [];
    private ConnectionMultiplexer? _raw;

    /// <summary><c>host:port</c>, or several of them.</summary>
    public abstract string Endpoint { get; }

    /// <summary>How a process would be told of it.</summary>
    public virtual RedisAddress Address => new(Endpoint) { KeyPrefix = KeyPrefix };

    /// <summary><c>redis.key_prefix</c> of connections from now on.</summary>
    public string KeyPrefix { get; set; } = "";

    /// <summary>Plain commands, as an operator or another program gives them.</summary>
    public IDatabase Raw => (_raw ?? throw new InvalidOperationException("Not cleared yet.")).GetDatabase();

    public IServer[] Servers => Raw.Multiplexer.GetServers();

    /// <summary>The channel of an instance's bus.</summary>
    public RedisChannel BusOf(string instanceId) => RedisChannels.Of(Raw.Multiplexer, new RedisKeys(""), instanceId);

    public abstract ValueTask InitializeAsync();

    /// <summary>Empties the store.</summary>
    public async Task ClearAsync()
    {
        _raw ??= await ConnectionMultiplexer.ConnectAsync($"{Endpoint},allowAdmin=true,asyncTimeout=30000,syncTimeout=30000,connectTimeout=30000,connectRetry=5,abortConnect=false", Configure);
        foreach (var server in Servers)
            await server.ExecuteAsync("FLUSHALL");
    }

    /// <summary>What the test's own connection needs beside <see cref="Endpoint"/>.</summary>
    protected virtual void Configure(ConfigurationOptions options)
    {
    }

    /// <summary>Connections as a process has them, but more patient: what these tests are about must not hang on how busy the machine is.</summary>
    public async Task<RedisLinks> ConnectAsync(string name = "test")
    {
        var links = await RedisLinks.ConnectAsync(
            Address, name, Eventually.Deadline, NullLogger<RedisLinks>.Instance, TestContext.Current.CancellationToken);
        _links.Add(links);
        return links;
    }

    internal async Task<IInstanceRegistry> OpenRegistryAsync() => (await ConnectAsync()).CreateRegistry();

    internal async Task<IRoomStore> OpenRoomsAsync() => Rooms(await ConnectAsync());

    internal static IRoomStore Rooms(RedisLinks links) => new RedisRoomStore(links, TimeProvider.System);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var links in _links)
            await links.DisposeAsync();
        if (_raw is not null)
            await _raw.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
