using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Games.RunFast;

/// <summary>Cards as words in JSON.</summary>
internal sealed class CardConverter : JsonConverter<Card>
{
    public override Card Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Card.TryParse(reader.GetString(), out var card)
            ? card
            : throw new JsonException("A card is a rank (3 to 10, J, Q, K, A, 2) and a suit (S, H, C, D), as 10H.");

    public override void Write(Utf8JsonWriter writer, Card value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
