using System.Text.Json;

namespace Baize.Rooms.Runtime;

/// <summary>The data of a <see cref="RoomRequestKind.Action"/>.</summary>
internal static class ActionData
{
    /// <summary>The action's name; null where the data names none.</summary>
    public static string? NameOf(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return null;
        try
        {
            var reader = new Utf8JsonReader(data);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("name"u8);
                reader.Read();
                if (found)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            return null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half a surrogate pair in the name
        {
            return null;
        }
    }
}
