namespace Baize.PlatformTests.Support;

/// <summary>A cluster of three masters.</summary>
public sealed class ClusterTopologyFixture : TopologyFixture
{
    internal override Task<RedisTopology> StartWithReplicaAsync() => RedisTopology.StartClusterAsync(withReplica: true);

    private protected override Task<RedisTopology> StartAsync() => RedisTopology.StartClusterAsync();
}
