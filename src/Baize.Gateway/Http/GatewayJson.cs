using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Gateway.Http;

/// <summary>The JSON of the gateway's own replies.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReply))]
internal sealed partial class GatewayJson : JsonSerializerContext;
