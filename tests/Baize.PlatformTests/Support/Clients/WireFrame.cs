using System.Buffers.Binary;
using System.Text;

namespace Baize.PlatformTests.Support;

/// <summary>A WebSocket frame as it came over the wire.</summary>
internal sealed record WireFrame(bool Final, int Opcode, byte[] Payload)
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    /// <summary>What the payload says.</summary>
    public string Body => Encoding.UTF8.GetString(Payload);

    /// <summary>The code of a close frame; 1005 where it bears none.</summary>
    public int CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : 1005;
}
