using System.Numerics;
using System.Runtime.InteropServices;

namespace Baize.GameServer.Sockets;

/// <summary>A client masks what it sends (RFC 6455, 5.3).</summary>
internal static class WebSocketMask
{
    /// <summary>Takes the mask off, in place.</summary>
    /// <param name="payload">The whole payload of a frame.</param>
    /// <param name="mask">The masking key, as read little endian.</param>
    public static void Remove(Span<byte> payload, uint mask)
    {
        if (!BitConverter.IsLittleEndian)
            mask = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(mask);
        var wide = Vector.AsVectorByte(new Vector<uint>(mask));
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] ^= wide;
        var rest = payload[(vectors.Length * Vector<byte>.Count)..];
        var key = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in mask));
        for (var i = 0; i < rest.Length; i++)
            rest[i] ^= key[i & 3];
    }
}
