namespace Baize.PlatformTests.Support;

/// <summary>A Redis of several servers for the tests of a class, which run one after the other. Tests skip where redis-server is not installed, except on CI.</summary>
public abstract class TopologyFixture : IAsyncLifetime
{
    private RedisTopology? _redis;

    internal RedisTopology Redis
    {
        get
        {
            Tools.Find("redis-server");
            return _redis ?? throw new InvalidOperationException("The servers have not started; the fixture's own failure tells why.");
        }
    }

    /// <summary>Empties all masters.</summary>
    public async Task FlushAsync()
    {
        foreach (var server in Redis.Connection.GetServers().Where(s => !s.IsReplica))
            await server.ExecuteAsync("FLUSHALL");
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisProcess.IsInstalled)
            _redis = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>One more, whose <see cref="RedisTopology.First"/> has a replica.</summary>
    internal abstract Task<RedisTopology> StartWithReplicaAsync();

    private protected abstract Task<RedisTopology> StartAsync();
}
