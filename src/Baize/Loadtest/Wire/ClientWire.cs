using System.Buffers.Binary;
using System.Text;

namespace Baize.Loadtest.Wire;

/// <summary>What a client puts on the wire: the opening handshake and masked frames.</summary>
internal static class ClientWire
{
    /// <summary>The masking key of all frames. A browser's changes with every frame, to protect proxies; a server's work is the same.</summary>
    private static readonly byte[] Mask = [0x5A, 0xC3, 0x1E, 0x77];

    /// <summary>An opening handshake.</summary>
    /// <param name="host">Host and port.</param>
    /// <param name="target">Path and query.</param>
    public static byte[] Handshake(string host, string target) => Encoding.ASCII.GetBytes(
        $"GET {target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    /// <summary>A masked text frame.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload) => Frame(0x81, payload);

    /// <summary>A masked pong.</summary>
    public static byte[] Pong(ReadOnlySpan<byte> payload) => Frame(0x8A, payload);

    /// <summary>Writes over a part of a frame's payload that stands <paramref name="at"/> bytes after the payload's start.</summary>
    public static void Overwrite(Span<byte> frame, int head, int at, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
            frame[head + at + i] = (byte)(text[i] ^ Mask[(at + i) & 3]);
    }

    /// <summary>Bytes before the payload.</summary>
    public static int HeadOf(int payload) => payload < 126 ? 6 : payload <= ushort.MaxValue ? 8 : 14;

    private static byte[] Frame(byte first, ReadOnlySpan<byte> payload)
    {
        var head = HeadOf(payload.Length);
        var frame = new byte[head + payload.Length];
        frame[0] = first;
        switch (head)
        {
            case 6:
                frame[1] = (byte)(0x80 | payload.Length);
                break;
            case 8:
                frame[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 0x80 | 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }
        Mask.CopyTo(frame, head - 4);
        Overwrite(frame, head, 0, payload);
        return frame;
    }
}
