namespace Baize.Cluster.Rooms;

/// <summary>A page of a listing.</summary>
/// <param name="Rooms">Newest first.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
public sealed record RoomPage(IReadOnlyList<RoomListing> Rooms, string? NextCursor);
