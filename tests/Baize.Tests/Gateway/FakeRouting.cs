using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.Gateway.Routing;

namespace Baize.Tests.Gateway;

/// <summary>A registry and a directory as a test wants them.</summary>
internal sealed class FakeRouting : IRoutingSource
{
    public List<InstanceRecord> Instances { get; set; } = [];

    public Dictionary<string, string> Owners { get; } = [];

    /// <summary>Whether nothing answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>Questions for an owner.</summary>
    public int Asked { get; private set; }

    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken) =>
        IsAway ? throw new ClusterUnavailableException("Away.") : new(Instances);

    public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken)
    {
        Asked++;
        return IsAway ? throw new ClusterUnavailableException("Away.") : new(Owners.GetValueOrDefault(roomId));
    }
}
