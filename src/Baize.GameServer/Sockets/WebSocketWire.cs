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
    private const int LongestHead = 10;
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static byte[]? _scratch;

    /// <summary>A text frame in a buffer of this thread's: it holds until the thread makes its next one.</summary>
    public static WireFrame Passing(ReadOnlySpan<byte> payload)
    {
        var length = LongestHead + payload.Length;
        var scratch = _scratch;
        if (scratch is null || scratch.Length < length)
        {
            scratch = GC.AllocateUninitializedArray<byte>(Math.Max(4096, length));
            _scratch = length <= MaxKept ? scratch : null; // one large frame per thread must not stay for good
        }
        var head = WriteHead(scratch, WebSocketOpcode.Text, payload.Length);
        payload.CopyTo(scratch.AsSpan(head));
        return new WireFrame(new ReadOnlySpan<byte>(scratch, 0, head + payload.Length));
    }

    /// <summary>A text frame.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload) => Frame(WebSocketOpcode.Text, payload);

    /// <summary>Whether a frame bears text, not a word between the sockets.</summary>
    public static bool IsText(ReadOnlySpan<byte> frame) => !frame.IsEmpty && (frame[0] & 0x0F) == (int)WebSocketOpcode.Text;

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
        var frame = GC.AllocateUninitializedArray<byte>(HeadLength(payload.Length) + payload.Length);
        payload.CopyTo(frame.AsSpan(WriteHead(frame, opcode, payload.Length)));
        return frame;
    }

    private static int HeadLength(int payload) => payload < 126 ? 2 : payload <= ushort.MaxValue ? 4 : LongestHead;

    private static int WriteHead(Span<byte> frame, WebSocketOpcode opcode, int payload)
    {
        var head = HeadLength(payload);
        frame[0] = (byte)(Final | (byte)opcode);
        switch (head)
        {
            case 2:
                frame[1] = (byte)payload;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame[2..], (ulong)payload);
                break;
        }
        return head;
    }
}
