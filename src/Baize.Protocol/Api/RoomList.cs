using Baize.Protocol.Rooms;

namespace Baize.Protocol.Api;

/// <summary>A page of rooms, newest first.</summary>
/// <param name="Rooms">The rooms of this page.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
public sealed record RoomList(IReadOnlyList<RoomInfo> Rooms, string? NextCursor);
