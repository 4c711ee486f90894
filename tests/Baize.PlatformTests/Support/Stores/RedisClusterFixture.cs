namespace Baize.PlatformTests.Support;

/// <summary>Three redis-servers as a cluster.</summary>
public sealed class RedisClusterFixture : StoreFixture
{
    /// <summary>Milliseconds; Redis' own default. No master is meant to fail here, and no link to be made anew because the machine is busy.</summary>
    private const int NodeTimeout = 15_000;

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
            _cluster = await RedisTopology.StartClusterAsync(nodeTimeout: NodeTimeout);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
