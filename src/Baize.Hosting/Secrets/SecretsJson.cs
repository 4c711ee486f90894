using System.Text.Json.Serialization;

namespace Baize.Hosting.Secrets;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DevelopmentSecrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
