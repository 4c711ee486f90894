using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Protocol.Api;

/// <summary>A game's state.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="State">The caller's own view; null before a game starts and in a relay room.</param>
public sealed record StateReply(string RoomId, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? State);
