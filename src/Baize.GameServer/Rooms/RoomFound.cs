namespace Baize.GameServer.Rooms;

/// <summary>Where a room is.</summary>
/// <param name="Room">The room, where it is here.</param>
/// <param name="Owner">Its owner; null where there is no such room.</param>
internal readonly record struct RoomFound(HostedRoom? Room, string? Owner);
