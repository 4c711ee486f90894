namespace Baize.Admin.Rooms;

/// <summary>Reply of <c>GET /api/v1/rooms</c>.</summary>
/// <param name="Rooms">A page, newest first.</param>
/// <param name="Found">Rooms that match.</param>
/// <param name="Total">Rooms in the index.</param>
/// <param name="IsComplete">Whether the index has all rooms.</param>
/// <param name="IndexedAt">When it was read, Unix milliseconds; 0: not yet.</param>
/// <param name="Fault">Why it could not be read the last time; what is shown is older.</param>
/// <param name="Games">The games there are.</param>
internal sealed record RoomSearchReply(
    IReadOnlyList<RoomRow> Rooms, int Found, int Total, bool IsComplete, long IndexedAt, string? Fault, IReadOnlyList<string> Games);
