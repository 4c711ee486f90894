namespace Baize.Cluster.Rooms;

/// <summary>What listings show of a room.</summary>
/// <param name="Game">For filters.</param>
/// <param name="Status">For filters.</param>
/// <param name="Info">The room's JSON, passed on as it is.</param>
public sealed record RoomSummary(string Game, string Status, ReadOnlyMemory<byte> Info);
