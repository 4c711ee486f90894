using System.Text.Json;

namespace Baize.Client.Connections;

/// <summary>A frame from the server.</summary>
internal sealed record Frame(string Type, string? Id, string? RoomId, long UserId, long Seq, JsonElement Data)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">Not a frame of the protocol.</exception>
    public static Frame Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 }); // a frame of 64 levels may come within more
        var root = JsonElement.ParseValue(ref reader);
        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not { } type)
            throw new JsonException("Not an object with a 'type'.");
        return new Frame(
            type, Text(root, "id"), Text(root, "room_id"), Number(root, "user_id"), Number(root, "seq"),
            root.TryGetProperty("data", out var data) ? data : default);
    }

    /// <summary>A string of <see cref="Data"/>; null where there is none.</summary>
    public string? DataText(string name) => Text(Data, name);

    /// <summary>A number of <see cref="Data"/>; 0 where there is none.</summary>
    public long DataNumber(string name) => Number(Data, name);

    /// <summary>A truth of <see cref="Data"/>; null where there is none.</summary>
    public bool? DataTruth(string name) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    /// <summary>A field of <see cref="Data"/>; undefined where there is none.</summary>
    public JsonElement DataField(string name) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : 0;
}
