using System.Text.Json.Serialization;

namespace Baize.Cluster.Consul;

/// <summary>The JSON of Consul's HTTP API, as far as it is used here.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConsulService))]
[JsonSerializable(typeof(ConsulSession))]
[JsonSerializable(typeof(ConsulSessionId))]
[JsonSerializable(typeof(ConsulPair[]))]
[JsonSerializable(typeof(ConsulStep[]))]
internal sealed partial class ConsulJson : JsonSerializerContext;
