using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.GameServer.Http;

/// <summary>The JSON of the game server's own replies.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(object))] // asked for by each endpoint, whatever it answers
[JsonSerializable(typeof(DrainReply))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(RoomConnectionsReply))]
[JsonSerializable(typeof(RoomRecordReply))]
[JsonSerializable(typeof(StatsReply))]
internal sealed partial class GameServerJson : JsonSerializerContext;
