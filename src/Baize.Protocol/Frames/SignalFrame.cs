using System.Text.Json;

namespace Baize.Protocol.Frames;

/// <summary>
/// A client's <c>signal</c> in its plain form, read without a copy or a string: the frame of the hottest path. Anything else,
/// and anything doubtful, is left to <see cref="ClientFrameReader"/>.
/// </summary>
public readonly ref struct SignalFrame
{
    private SignalFrame(ReadOnlySpan<byte> roomId, ReadOnlySpan<byte> data)
    {
        RoomId = roomId;
        Data = data;
    }

    /// <summary>The room, ASCII.</summary>
    public ReadOnlySpan<byte> RoomId { get; }

    /// <summary>The <c>data</c> field as JSON bytes; empty where absent.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Reads a frame that is a signal without a request id, each field at most once and nothing escaped.</summary>
    /// <param name="utf8">The frame's text, valid UTF-8.</param>
    /// <param name="signal">The signal; parts of <paramref name="utf8"/>.</param>
    /// <returns>False where it is anything else, or not a frame at all.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out SignalFrame signal)
    {
        signal = default;
        if (utf8.IndexOf("\"signal\""u8) < 0)
            return false;
        try
        {
            return Read(utf8, out signal);
        }
        catch (JsonException)
        {
            return false; // the other reader says what is wrong
        }
    }

    private static bool Read(ReadOnlySpan<byte> utf8, out SignalFrame signal)
    {
        signal = default;
        ReadOnlySpan<byte> room = default, data = default;
        var isSignal = false;
        var reader = new Utf8JsonReader(utf8, ClientFrameReader.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!isSignal && reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isSignal = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("signal"u8);
                if (!isSignal)
                    return false;
            }
            else if (room.IsEmpty && reader.ValueTextEquals("room_id"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
                    return false;
                room = reader.ValueSpan;
            }
            else if (data.IsEmpty && reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = utf8[start..(int)reader.BytesConsumed];
            }
            else
            {
                return false;
            }
        }
        if (reader.Read() || !isSignal || !Baize.Protocol.Rooms.RoomId.IsValid(room))
            return false;
        signal = new SignalFrame(room, data);
        return true;
    }
}
