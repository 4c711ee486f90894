using Baize.Cluster.Instances;

namespace Baize.Cluster.Discovery;

/// <summary>What a discovery service holds at one moment.</summary>
/// <param name="Revision">Rises with each change, unless <see cref="IsReset"/>.</param>
/// <param name="Records">The live ids and their records; null where something else stands there.</param>
/// <param name="Listed">The ids that were registered and neither left nor were swept; the dead among them too.</param>
internal sealed record DiscoverySnapshot(long Revision, IReadOnlyDictionary<string, InstanceRecord?> Records, IReadOnlySet<string> Listed)
{
    /// <summary>Whether it stands in place of all that was known before, whatever its revision: the service has begun anew.</summary>
    public bool IsReset { get; init; }
}
