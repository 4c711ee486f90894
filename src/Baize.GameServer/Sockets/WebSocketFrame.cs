using System.Buffers;

namespace Baize.GameServer.Sockets;

/// <summary>A frame as a client sent it, payload still masked.</summary>
/// <param name="Opcode">What it is.</param>
/// <param name="IsFinal">Whether it ends its message.</param>
/// <param name="Mask">The masking key, as read little endian.</param>
/// <param name="Payload">The masked payload.</param>
internal readonly record struct WebSocketFrame(WebSocketOpcode Opcode, bool IsFinal, uint Mask, ReadOnlySequence<byte> Payload)
{
    /// <summary>Whether it is a close, ping or pong.</summary>
    public bool IsControl => Opcode >= WebSocketOpcode.Close;

    /// <summary>Copies the payload out, unmasked.</summary>
    public void CopyTo(Span<byte> destination)
    {
        Payload.CopyTo(destination);
        Span<byte> key = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(key, Mask);
        var data = destination[..(int)Payload.Length];
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(data);
        var wide = Mask | ((ulong)Mask << 32);
        if (!BitConverter.IsLittleEndian)
            words = [];
        for (var i = 0; i < words.Length; i++)
            words[i] ^= wide;
        for (var i = words.Length * sizeof(ulong); i < data.Length; i++)
            data[i] ^= key[i & 3];
    }
}
