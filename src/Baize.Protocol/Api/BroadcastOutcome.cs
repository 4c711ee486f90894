namespace Baize.Protocol.Api;

/// <summary>What became of a broadcast on one instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Delivered">Whether it took it.</param>
/// <param name="Connections">Connections it was sent to.</param>
/// <param name="Error">Why not; null where it did.</param>
public sealed record BroadcastOutcome(string InstanceId, bool Delivered, int Connections, string? Error);
