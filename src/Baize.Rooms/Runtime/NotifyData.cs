using System.Text.Json;

namespace Baize.Rooms.Runtime;

/// <summary>The data of a <see cref="RoomRequestKind.Notify"/>: passed on as it is, but for the user it is about.</summary>
internal static class NotifyData
{
    /// <summary>The user that <c>user_id</c> names; 0 where it names none.</summary>
    public static long UserIdOf(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return 0;
        try
        {
            return Read(data);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half a surrogate pair in a name
        {
            return 0;
        }
    }

    private static long Read(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("user_id"u8);
            reader.Read();
            if (found)
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var user) ? user : 0;
            reader.Skip();
        }
        return 0;
    }
}
