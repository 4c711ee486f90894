using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Instances;

/// <summary>The JSON that <c>baize status</c> reads and writes besides the registry's.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(InstanceFigures))]
[JsonSerializable(typeof(StatusFault))]
internal sealed partial class StatusJson : JsonSerializerContext;
