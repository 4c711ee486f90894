namespace Baize.Admin.Rooms;

/// <summary>Reply of <c>GET /api/v1/rooms/{id}</c>.</summary>
/// <param name="Record">What the store has of it.</param>
/// <param name="Members">Members who are connected, by instance.</param>
internal sealed record RoomReply(RoomRecordBody Record, IReadOnlyList<MembersAt> Members);
