using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Cluster.Bus;

/// <summary>A user id as other programs write it: a number, the number in quotes, or null for nobody.</summary>
internal sealed class NullAsZero : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => 0,
        JsonTokenType.Number when reader.TryGetInt64(out var id) => id,
        JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => throw new JsonException("user_id must be an integer."),
    };

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
