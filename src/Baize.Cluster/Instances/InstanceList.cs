namespace Baize.Cluster.Instances;

/// <summary>The live instances, as <c>GET /instances</c> gives them.</summary>
public sealed record InstanceList(IReadOnlyList<InstanceRecord> Instances);
