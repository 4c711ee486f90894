using Baize.Cluster.Redis;

namespace Baize.Hosting.Cluster;

/// <summary>What a process is connected to.</summary>
/// <param name="Mode">Cluster, or single and why.</param>
/// <param name="Redis">The connections; null in single-instance mode.</param>
public sealed record ClusterLinks(ClusterMode Mode, RedisLinks? Redis) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}
