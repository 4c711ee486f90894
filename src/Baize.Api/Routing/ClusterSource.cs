using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis;
using Baize.Cluster.Rooms;

namespace Baize.Api.Routing;

/// <summary>A cluster: the registry and <c>room:instance:&lt;room&gt;</c>.</summary>
internal sealed class ClusterSource(IInstanceRegistry registry, IRoomStore rooms, RedisLinks redis) : IInstanceSource
{
    public async ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var instances = await registry.ListAsync(cancellationToken);
        // With another registry nothing else would tell that rooms and their owners are out of reach.
        return redis.Commits.IsConnected ? instances : throw new ClusterUnavailableException("Redis is away.");
    }

    public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken) => rooms.GetOwnerAsync(roomId, cancellationToken);
}
