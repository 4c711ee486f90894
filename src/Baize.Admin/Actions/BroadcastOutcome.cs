namespace Baize.Admin.Actions;

/// <summary>What an instance made of an announcement.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Connections">Connections that it told.</param>
/// <param name="Fault">Why it did not; null: it did.</param>
internal sealed record BroadcastOutcome(string InstanceId, int Connections, string? Fault);
