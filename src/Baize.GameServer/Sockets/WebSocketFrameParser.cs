using System.Buffers.Binary;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Sockets;

/// <summary>Cuts a client's bytes into frames. It keeps nothing between calls: a frame is taken when all of it is there.</summary>
internal static class WebSocketFrameParser
{
    /// <summary>Longest head of a frame, bytes.</summary>
    public const int LongestHead = 14;

    /// <summary>Looks at the next frame.</summary>
    /// <param name="bytes">The client's bytes, from a frame's first on.</param>
    /// <param name="maxPayload">Bytes a payload may have.</param>
    /// <param name="head">The frame's head; the payload, still masked, is all there too.</param>
    /// <param name="closeCode">Why the connection must be closed; 0: it need not.</param>
    /// <returns>False where the frame is not complete, or breaks the rules: then <paramref name="closeCode"/> is set.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int maxPayload, out WebSocketFrameHead head, out int closeCode)
    {
        (head, closeCode) = (default, 0);
        if (bytes.Length < 2)
            return false;

        var opcode = (WebSocketOpcode)(bytes[0] & 0x0F);
        var final = (bytes[0] & 0x80) != 0;
        var reserved = (bytes[0] & 0x70) != 0;
        var masked = (bytes[1] & 0x80) != 0;
        var length = (ulong)(bytes[1] & 0x7F);
        var control = opcode >= WebSocketOpcode.Close;
        if (reserved || !masked || !IsKnown(opcode) || (control && (!final || length > 125)))
        {
            closeCode = CloseCodes.ProtocolError;
            return false;
        }
        var at = 2;
        if (length == 126)
        {
            if (bytes.Length < 4)
                return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            at = 4;
        }
        else if (length == 127)
        {
            if (bytes.Length < 10)
                return false;
            length = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
            at = 10;
        }
        if (length > (ulong)maxPayload)
        {
            closeCode = CloseCodes.TooBig;
            return false;
        }
        if (bytes.Length < at + 4 + (int)length)
            return false;
        head = new WebSocketFrameHead(opcode, final, BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]), at + 4, (int)length);
        return true;
    }

    private static bool IsKnown(WebSocketOpcode opcode) => opcode is <= WebSocketOpcode.Binary or >= WebSocketOpcode.Close and <= WebSocketOpcode.Pong;
}
