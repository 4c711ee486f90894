using Baize.Cluster;
using Baize.Cluster.Instances;

namespace Baize.Gateway.Routing;

/// <summary>What the gateway goes by: who is there, and who owns what.</summary>
/// <remarks>Both methods throw <see cref="ClusterUnavailableException"/> where the store does not answer.</remarks>
internal interface IRoutingSource
{
    /// <summary>The instances that count as alive; one that died a moment ago may still be among them.</summary>
    ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The id of a room's owner; null where nobody owns it. The owner may be dead.</summary>
    ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken);
}
