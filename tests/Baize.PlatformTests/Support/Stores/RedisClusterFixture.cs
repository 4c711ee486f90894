namespace Baize.PlatformTests.Support;

/// <summary>Three redis-servers as a cluster.</summary>
public sealed class RedisClusterFixture : StoreFixture
{
    private RedisTopology? _cluster;

    public override string Endpoint
    {
        get
        {
            Assert.SkipWhen(_cluster is null && Environment.GetEnvironmentVariable("CI") != "true", "redis-server is not on the path.");
            return _cluster?.ConnectionString ?? throw new InvalidOperationException("CI needs redis-server on the path.");
        }
    }

    public override async ValueTask InitializeAsync()
    {
        if (RedisProcess.IsInstalled)
            _cluster = await RedisTopology.StartClusterAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
