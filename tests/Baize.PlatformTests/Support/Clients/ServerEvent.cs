using System.Text.Json;

namespace Baize.PlatformTests.Support;

/// <summary>A frame of protocol 2.2 as a client understood it.</summary>
internal sealed record ServerEvent(string Type, string? RoomId, long UserId, long Seq, string? Id, JsonElement Data)
{
    /// <summary><c>data.code</c> of an error; empty elsewhere.</summary>
    public string Code => Text("code");

    /// <summary>A string of <c>data</c>; empty where it is absent.</summary>
    public string Text(string name) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A number of <c>data</c>; 0 where it is absent.</summary>
    public long Number(string name) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    /// <summary>Reads a frame. Throws on what is no frame of the protocol: then the server is at fault.</summary>
    public static ServerEvent Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 });
        var frame = JsonElement.ParseValue(ref reader);
        return new ServerEvent(
            frame.GetProperty("type").GetString()!,
            frame.TryGetProperty("room_id", out var room) ? room.GetString() : null,
            frame.TryGetProperty("user_id", out var user) ? user.GetInt64() : 0,
            frame.TryGetProperty("seq", out var seq) ? seq.GetInt64() : 0,
            frame.TryGetProperty("id", out var id) ? id.GetString() : null,
            frame.TryGetProperty("data", out var data) ? data : default);
    }

    public override string ToString() => $"{Type} room={RoomId} user={UserId} seq={Seq} id={Id} data={(Data.ValueKind == JsonValueKind.Undefined ? "" : Data.GetRawText())}";
}
