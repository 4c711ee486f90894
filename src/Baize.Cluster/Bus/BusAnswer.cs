namespace Baize.Cluster.Bus;

/// <summary>What became of a request.</summary>
/// <param name="Outcome">Whether it was answered.</param>
/// <param name="Body">The answer; empty where there is none.</param>
public readonly record struct BusAnswer(BusOutcome Outcome, ReadOnlyMemory<byte> Body);
