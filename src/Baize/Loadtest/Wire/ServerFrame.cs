using System.Buffers.Binary;

namespace Baize.Loadtest.Wire;

/// <summary>A WebSocket frame as a server sends it: unmasked (RFC 6455, 5.1).</summary>
internal readonly ref struct ServerFrame
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;

    private ServerFrame(byte first, ReadOnlySpan<byte> payload)
    {
        Opcode = (byte)(first & 0x0F);
        IsFinal = (first & 0x80) != 0;
        Payload = payload;
    }

    public byte Opcode { get; }

    /// <summary>Whether it ends its message.</summary>
    public bool IsFinal { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Takes the first frame of some bytes.</summary>
    /// <param name="bytes">From a frame's first byte on.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>False where it is not complete.</returns>
    /// <exception cref="InvalidDataException">Reserved bits or a mask: not a server's frame.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ServerFrame frame, out int length)
    {
        frame = default;
        length = 0;
        if (bytes.Length < 2)
            return false;
        if ((bytes[0] & 0x70) != 0 || (bytes[1] & 0x80) != 0)
            throw new InvalidDataException("A frame from the server has reserved bits or a mask.");
        var head = bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10;
        if (bytes.Length < head)
            return false;
        var payload = head switch
        {
            2 => bytes[1],
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..])),
        };
        if (bytes.Length - head < payload)
            return false;
        frame = new ServerFrame(bytes[0], bytes.Slice(head, payload));
        length = head + payload;
        return true;
    }
}
