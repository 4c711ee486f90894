using System.Text.Json;
using Baize.Protocol.Rooms;

namespace Baize.Protocol.Frames;

/// <summary>Reads client frames. Input is hostile: every fault is a result, none an exception.</summary>
public static class ClientFrameReader
{
    /// <summary>Longest request id, in UTF-16 code units.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Deepest nesting of a frame's JSON, the frame itself included.</summary>
    public const int MaxDepth = 64;

    internal static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads one frame.</summary>
    /// <param name="utf8">The frame's text, valid UTF-8.</param>
    /// <param name="frame">The frame, as far as it was understood: on a fault at most its id.</param>
    /// <param name="fault">What is wrong, for people; null where nothing is.</param>
    /// <returns>Whether the frame can be acted upon (its type may still be unknown).</returns>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out ClientFrame frame, out string? fault)
    {
        frame = default;
        try
        {
            fault = Read(utf8, out frame);
        }
        catch (JsonException ex)
        {
            fault = $"The frame is not valid JSON of at most {MaxDepth} levels (byte {ex.BytePositionInLine}).";
        }
        catch (InvalidOperationException) // a string with half a surrogate pair: valid JSON, not valid text
        {
            fault = "The frame has a string that is not valid text.";
        }
        return fault is null;
    }

    // A fault does not end the reading: the answer to it has to bear the frame's id, which may come last. Of a field that
    // comes twice the last counts.
    private static string? Read(ReadOnlyMemory<byte> utf8, out ClientFrame frame)
    {
        frame = default;
        string? type = null, id = null, room = null, fault = null;
        var data = ReadOnlyMemory<byte>.Empty;
        var reader = new Utf8JsonReader(utf8.Span, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "A frame is one JSON object.";

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                    type = TypeName(ref reader);
                else
                    fault ??= "'type' must be a string.";
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                if (!TryReadText(ref reader, out id))
                    fault ??= "'id' must be a string.";
            }
            else if (reader.ValueTextEquals("room_id"u8))
            {
                if (!TryReadText(ref reader, out room))
                    fault ??= "'room_id' must be a string.";
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = utf8[start..(int)reader.BytesConsumed];
                continue;
            }
            else
            {
                reader.Read();
            }
            reader.Skip();
        }
        while (reader.Read()) // only white space may follow: the reader throws on anything else
        {
        }

        if (id is { Length: 0 or > MaxIdLength })
            return $"'id' must have 1 to {MaxIdLength} characters.";
        if (fault is null && type is null)
            fault = "'type' is missing.";
        if (fault is null && room is not null && !RoomId.IsValid(room))
            fault = "'room_id' must be 1 to 64 of A-Z a-z 0-9 _ -.";
        frame = fault is null
            ? new ClientFrame(TypeOf(type!), type!, id, room, data)
            : new ClientFrame(ClientFrameType.Unknown, "", id, RoomId: null, default);
        return fault;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, out string? text)
    {
        reader.Read();
        text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
    }

    // The types of the hot path are compared as bytes and cost no string.
    private static string TypeName(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message"u8) ? "message"
        : reader.ValueTextEquals("signal"u8) ? "signal"
        : reader.ValueTextEquals("action"u8) ? "action"
        : reader.ValueTextEquals("ping"u8) ? "ping"
        : reader.GetString()!;

    private static ClientFrameType TypeOf(string type) => type switch
    {
        "message" => ClientFrameType.Message,
        "signal" => ClientFrameType.Signal,
        "action" => ClientFrameType.Action,
        "ping" => ClientFrameType.Ping,
        "join_room" or "reconnect" => ClientFrameType.JoinRoom,
        "leave_room" => ClientFrameType.LeaveRoom,
        "ready" => ClientFrameType.Ready,
        "cancel_ready" => ClientFrameType.CancelReady,
        "start" => ClientFrameType.Start,
        "kick" => ClientFrameType.Kick,
        "get_state" => ClientFrameType.GetState,
        _ => ClientFrameType.Unknown,
    };
}
