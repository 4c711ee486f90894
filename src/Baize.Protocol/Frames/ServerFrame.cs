using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baize.Protocol.Frames;

/// <summary>Writes the frames a server sends (protocol 2.2). A frame is encoded once and shared by all its receivers.</summary>
public static class ServerFrame
{
    private const int MaxKept = 256 * 1024;

    // Relaxed: names and texts of every script stay readable; frames are never put into HTML by the server.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Encodes a frame.</summary>
    /// <param name="type">One of <see cref="FrameTypes"/>, or what a trusted service broadcasts.</param>
    /// <param name="roomId">The room; null where the frame is of none.</param>
    /// <param name="userId">Who caused it; 0 where nobody did.</param>
    /// <param name="seq">Position in the room's log; 0 where unsequenced.</param>
    /// <param name="data">Valid JSON, passed on as it is; empty where absent.</param>
    /// <param name="id">The request id that is answered; null where none is.</param>
    public static byte[] Encode(string type, string? roomId = null, long userId = 0, long seq = 0, ReadOnlySpan<byte> data = default, string? id = null)
    {
        var writer = Begin(out var buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        if (roomId is not null)
            writer.WriteString("room_id"u8, roomId);
        if (userId != 0)
            writer.WriteNumber("user_id"u8, userId);
        if (seq != 0)
            writer.WriteNumber("seq"u8, seq);
        if (!data.IsEmpty)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        if (id is not null)
            writer.WriteString("id"u8, id);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Encodes a signal into a buffer of this thread's: it holds until the thread encodes its next frame.</summary>
    /// <param name="roomId">The room, ASCII.</param>
    /// <param name="userId">Whose signal it is.</param>
    /// <param name="data">Valid JSON, passed on as it is; empty where absent.</param>
    public static ReadOnlySpan<byte> Signal(ReadOnlySpan<byte> roomId, long userId, ReadOnlySpan<byte> data)
    {
        var writer = Begin(out var buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "signal"u8);
        writer.WriteString("room_id"u8, roomId);
        writer.WriteNumber("user_id"u8, userId);
        if (!data.IsEmpty)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>Encodes an <c>ack</c>.</summary>
    /// <param name="id">The request id.</param>
    /// <param name="roomId">The room; null where there is none.</param>
    /// <param name="seq">The sequenced event's position; 0 where nothing was sequenced.</param>
    public static byte[] Ack(string id, string? roomId, long seq) =>
        Encode(FrameTypes.Ack, roomId, data: seq > 0 ? Data(writer => writer.WriteNumber("seq"u8, seq)) : "{}"u8, id: id);

    /// <summary>Encodes an <c>error</c>.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">For people.</param>
    /// <param name="id">The request id; null where the frame had none.</param>
    /// <param name="roomId">The room; null where there is none.</param>
    public static byte[] Error(string code, string message, string? id = null, string? roomId = null) =>
        Encode(FrameTypes.Error, roomId, id: id, data: Data(writer =>
        {
            writer.WriteString("code"u8, code);
            writer.WriteString("message"u8, message);
            writer.WriteBoolean("retryable"u8, ErrorCodes.IsRetryable(code));
        }));

    /// <summary>Encodes a <c>data</c> object, field by field. Not for hot paths.</summary>
    public static byte[] Data(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        fields(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static Utf8JsonWriter Begin(out ArrayBufferWriter<byte> buffer)
    {
        if (_buffer is { Capacity: > MaxKept })
            _buffer = null; // one large frame per thread must not stay for good
        buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        writer.Reset(buffer);
        return writer;
    }
}
