using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Api.Health;

namespace Baize.Api;

/// <summary>The JSON of the API's own replies.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(StatsReply))]
internal sealed partial class ApiJson : JsonSerializerContext;
