using System.Text.Json;
using Baize.Protocol.Rooms;

namespace Baize.Protocol.Api;

/// <summary>What a room answered to a <see cref="RoomCall"/>. A refusal by the room is an answer too (status 200): <paramref name="Code"/> tells.</summary>
/// <param name="InstanceId">The owner that answered; empty where none did.</param>
/// <param name="Code">Null: done, and committed. Else one of <see cref="Frames.ErrorCodes"/>.</param>
/// <param name="Message">On a refusal, for people.</param>
/// <param name="Seq">Position of the event it caused; 0: none.</param>
/// <param name="Room">Join: the room.</param>
/// <param name="State">Join and get_state: the asker's own view; null before a game starts and in a relay room.</param>
public sealed record RoomCallReply(string InstanceId, string? Code, string? Message, long Seq, RoomInfo? Room, JsonElement? State);
