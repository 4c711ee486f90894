namespace Baize.Protocol.Api;

/// <summary>Done, and committed: it survives the death of any instance.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The position of the event it caused in the room's log; 0 where it caused none.</param>
public sealed record SeqReply(string RoomId, long Seq);
