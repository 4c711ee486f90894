namespace Baize.Cluster.Bus;

/// <summary>Where an answer goes.</summary>
/// <param name="InstanceId">Who asked.</param>
/// <param name="Number">The request's number there.</param>
public readonly record struct BusReturnAddress(string InstanceId, ulong Number);
