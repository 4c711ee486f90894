namespace Baize.Protocol.Api;

/// <summary>What became of a notification.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="InstanceId">The room's owner; empty where there is no such room, or where it was for everyone online.</param>
/// <param name="Seq">Position of <c>room_updated</c>; 0 where there is no such room (nobody was there to be told) or where it was for everyone online.</param>
public sealed record NotifyReply(string RoomId, string InstanceId, long Seq);
