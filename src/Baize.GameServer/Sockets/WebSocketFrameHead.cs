namespace Baize.GameServer.Sockets;

/// <summary>What stands before a client's payload.</summary>
/// <param name="Opcode">What the frame is.</param>
/// <param name="IsFinal">Whether it ends its message.</param>
/// <param name="Mask">The masking key, as read little endian.</param>
/// <param name="Length">Bytes of the head itself.</param>
/// <param name="PayloadLength">Bytes of the payload, which follows the head.</param>
internal readonly record struct WebSocketFrameHead(WebSocketOpcode Opcode, bool IsFinal, uint Mask, int Length, int PayloadLength)
{
    /// <summary>Whether it is a close, ping or pong.</summary>
    public bool IsControl => Opcode >= WebSocketOpcode.Close;

    /// <summary>Bytes of the frame.</summary>
    public int FrameLength => Length + PayloadLength;
}
