using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baize.Client.Requests;

/// <summary>Writes frames to the server (protocol 2.1).</summary>
internal static class RequestFrame
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Encodes a frame.</summary>
    /// <param name="type">What is asked.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="roomId">The room; null where there is none.</param>
    /// <param name="data">Writes one JSON value; null: no data.</param>
    public static byte[] Encode(string type, string id, string? roomId = null, Action<Utf8JsonWriter>? data = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteString("id"u8, id);
            if (roomId is not null)
                writer.WriteString("room_id"u8, roomId);
            if (data is not null)
            {
                writer.WritePropertyName("data"u8);
                data(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
