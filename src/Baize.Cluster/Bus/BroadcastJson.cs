using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Cluster.Bus;

/// <summary>The JSON of <see cref="Broadcast"/>.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Broadcast))]
internal sealed partial class BroadcastJson : JsonSerializerContext;
