using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis;

namespace Baize.Hosting.Cluster;

/// <summary>What a process is connected to.</summary>
/// <param name="Mode">Cluster, or single and why.</param>
/// <param name="Redis">The connections; null in single-instance mode.</param>
/// <param name="Discovery">Where instances find each other by etcd or Consul; null where they do by Redis, and in single-instance mode.</param>
public sealed record ClusterLinks(ClusterMode Mode, RedisLinks? Redis, DiscoveryRegistry? Discovery = null) : IAsyncDisposable
{
    /// <summary>Where instances are listed, for a process that does not yet know who it is; null in single-instance mode.</summary>
    public IInstanceRegistry? Registry => Discovery ?? Redis?.CreateRegistry();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Discovery is not null)
            await Discovery.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
    }
}
