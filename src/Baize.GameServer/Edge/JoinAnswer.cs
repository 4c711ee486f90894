using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baize.GameServer.Rooms;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>The <c>room_joined</c> frame.</summary>
internal static class JoinAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Encodes it.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="answer">What the owner answered.</param>
    /// <param name="recovered">Whether all after the client's position follows; if not, its state is in the frame.</param>
    /// <param name="id">The request's id.</param>
    public static byte[] Encode(string roomId, OwnerReply answer, bool recovered, string? id)
    {
        var reply = answer.Reply!;
        var buffer = new ArrayBufferWriter<byte>(256 + reply.Room.Length + reply.State.Length);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("log"u8, answer.LogId);
            writer.WriteNumber("seq"u8, answer.Head);
            writer.WriteBoolean("recovered"u8, recovered);
            writer.WritePropertyName("room"u8);
            writer.WriteRawValue(reply.Room.Span, skipInputValidation: true);
            if (!recovered)
            {
                writer.WritePropertyName("state"u8);
                writer.WriteRawValue(reply.State.IsEmpty ? "null"u8 : reply.State.Span, skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        return ServerFrame.Encode(FrameTypes.RoomJoined, roomId, data: buffer.WrittenSpan, id: id);
    }
}
