using System.Text.Json.Serialization;

namespace Baize.Rooms.Runtime;

/// <summary>The JSON of <see cref="RoomSnapshot"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(GameResult))]
[JsonSerializable(typeof(RoomSnapshot))]
internal sealed partial class RoomSnapshotJson : JsonSerializerContext;
