using Baize.Cluster.Instances;
using Baize.Cluster.Rooms;

namespace Baize.Gateway.Routing;

/// <summary>A cluster: whichever registry is configured, and <c>room:instance:&lt;room&gt;</c>.</summary>
internal sealed class ClusterSource(IInstanceRegistry registry, IRoomStore rooms) : IRoutingSource
{
    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken) => registry.ListAsync(cancellationToken);

    public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken) => rooms.GetOwnerAsync(roomId, cancellationToken);
}
