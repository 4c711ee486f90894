namespace Baize.Cluster.Rooms;

/// <summary>A room in a listing.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Owner">The instance that holds it; empty where none does.</param>
/// <param name="Info">The room's JSON as its owner last wrote it.</param>
public sealed record RoomListing(string RoomId, string Owner, ReadOnlyMemory<byte> Info);
