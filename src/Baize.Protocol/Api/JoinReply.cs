using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Protocol.Rooms;

namespace Baize.Protocol.Api;

/// <summary>The caller is a member.</summary>
/// <param name="Room">The room, with its roster.</param>
/// <param name="State">The caller's own view; null before a game starts and in a relay room.</param>
public sealed record JoinReply(RoomInfo Room, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? State);
