using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Cluster.Instances;

/// <summary>The JSON of <see cref="InstanceRecord"/>: snake_case, unknown fields passed over, so that versions mix.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InstanceRecord))]
[JsonSerializable(typeof(InstanceList))]
public sealed partial class InstanceJson : JsonSerializerContext;
