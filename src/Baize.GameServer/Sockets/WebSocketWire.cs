using System.Buffers.Binary;
using System.Text;

namespace Baize.GameServer.Sockets;

/// <summary>
/// Frames as they stand on the wire (RFC 6455). A server's frames are unmasked, so header and payload are the same for every
/// receiver: built once, shared by all.
/// </summary>
internal static class WebSocketWire
{
    private const byte Final = 0x80;

    /// <summary>A text frame.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload) => Frame(WebSocketOpcode.Text, payload);

    /// <summary>A ping.</summary>
    public static byte[] Ping { get; } = Frame(WebSocketOpcode.Ping, []);

    /// <summary>A pong, bearing what the ping bore.</summary>
    public static byte[] Pong(ReadOnlySpan<byte> payload) => Frame(WebSocketOpcode.Pong, payload);

    /// <summary>A close frame.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">For people; cut to the 123 bytes that fit.</param>
    public static byte[] Close(int code, string reason)
    {
        Span<byte> payload = stackalloc byte[125];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetEncoder().Convert(reason, payload[2..], flush: true, out _, out var bytes, out _);
        return Frame(WebSocketOpcode.Close, payload[..(2 + bytes)]);
    }

    private static byte[] Frame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var head = payload.Length < 126 ? 2 : payload.Length <= ushort.MaxValue ? 4 : 10;
        var frame = GC.AllocateUninitializedArray<byte>(head + payload.Length);
        frame[0] = (byte)(Final | (byte)opcode);
        switch (head)
        {
            case 2:
                frame[1] = (byte)payload.Length;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }
        payload.CopyTo(frame.AsSpan(head));
        return frame;
    }
}
