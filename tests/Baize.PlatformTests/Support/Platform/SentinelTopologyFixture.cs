namespace Baize.PlatformTests.Support;

/// <summary>A master and a replica under three Sentinels.</summary>
public sealed class SentinelTopologyFixture : TopologyFixture
{
    internal override Task<RedisTopology> StartWithReplicaAsync() => RedisTopology.StartSentinelsAsync();

    private protected override Task<RedisTopology> StartAsync() => RedisTopology.StartSentinelsAsync();
}
