namespace Baize.Admin.Rooms;

/// <summary>A page of a game server's <c>GET /internal/rooms</c>.</summary>
internal sealed record RoomPageBody(IReadOnlyList<RoomRow>? Rooms, string? NextCursor);
