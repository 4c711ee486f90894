namespace Baize.Cluster.Rooms;

/// <summary>A part of a room's log.</summary>
/// <param name="LogId">The history; null where the room has no record.</param>
/// <param name="Head">The log's head.</param>
/// <param name="First">Position of the first entry.</param>
/// <param name="Entries">The entries from <paramref name="First"/> to <paramref name="Head"/>; empty where the wanted ones are no longer kept.</param>
/// <param name="IsComplete">Whether these are all entries after the wanted position.</param>
public sealed record LogSlice(string? LogId, long Head, long First, IReadOnlyList<ReadOnlyMemory<byte>> Entries, bool IsComplete);
