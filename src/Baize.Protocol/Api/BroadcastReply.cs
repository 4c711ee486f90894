namespace Baize.Protocol.Api;

/// <summary>What became of a broadcast, instance by instance. One dead instance does not fail it.</summary>
/// <param name="Delivered">Instances that took it.</param>
/// <param name="Failed">Instances that did not.</param>
/// <param name="Instances">Each of them.</param>
public sealed record BroadcastReply(int Delivered, int Failed, IReadOnlyList<BroadcastOutcome> Instances);
