using System.Buffers;
using System.Buffers.Binary;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Sockets;

/// <summary>Cuts a client's bytes into frames. It keeps nothing between calls: a frame is taken when all of it is there.</summary>
internal static class WebSocketFrameParser
{
    private const int LongestHead = 14;

    /// <summary>Takes the next frame off.</summary>
    /// <param name="buffer">The client's bytes; on success what follows the frame.</param>
    /// <param name="maxPayload">Bytes a payload may have.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="closeCode">Why the connection must be closed; 0: it need not.</param>
    /// <returns>False where the frame is not complete, or breaks the rules: then <paramref name="closeCode"/> is set.</returns>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxPayload, out WebSocketFrame frame, out int closeCode)
    {
        (frame, closeCode) = (default, 0);
        Span<byte> copy = stackalloc byte[LongestHead];
        var available = (int)Math.Min(buffer.Length, LongestHead);
        buffer.Slice(0, available).CopyTo(copy);
        var head = copy[..available];
        if (head.Length < 2)
            return false;

        var opcode = (WebSocketOpcode)(head[0] & 0x0F);
        var final = (head[0] & 0x80) != 0;
        var control = opcode >= WebSocketOpcode.Close;
        var reserved = (head[0] & 0x70) != 0;
        var masked = (head[1] & 0x80) != 0;
        var length = (ulong)(head[1] & 0x7F);
        if (reserved || !masked || !Enum.IsDefined(opcode) || (control && (!final || length > 125)))
        {
            closeCode = CloseCodes.ProtocolError;
            return false;
        }
        var at = 2;
        if (length == 126)
        {
            if (head.Length < 4)
                return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            at = 4;
        }
        else if (length == 127)
        {
            if (head.Length < 10)
                return false;
            length = BinaryPrimitives.ReadUInt64BigEndian(head[2..]);
            at = 10;
        }
        if (length > (ulong)maxPayload)
        {
            closeCode = CloseCodes.TooBig;
            return false;
        }
        if (head.Length < at + 4 || buffer.Length < at + 4 + (long)length)
            return false;
        var mask = BinaryPrimitives.ReadUInt32LittleEndian(head[at..]);
        frame = new WebSocketFrame(opcode, final, mask, buffer.Slice(at + 4, (long)length));
        buffer = buffer.Slice(at + 4 + (long)length);
        return true;
    }
}
