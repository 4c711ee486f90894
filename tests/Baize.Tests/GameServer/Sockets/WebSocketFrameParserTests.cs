using System.Buffers.Binary;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;
using CsCheck;

namespace Baize.Tests.GameServer.Sockets;

public sealed class WebSocketFrameParserTests
{
    private const int Max = 70_000;

    private static readonly Gen<byte[]> Payloads = Gen.OneOf(Gen.Byte.Array[0, 130], Gen.Byte.Array[60_000, 66_000]);

    [Fact]
    public void TryRead_FramesSplitAnywhere_AreReadAsWritten() =>
        Gen.Select(Payloads.Array[1, 4], Gen.UInt, Gen.Int[1, 5_000]).Sample(
            (payloads, mask, step) =>
            {
                var wire = payloads.SelectMany(p => Masked(WebSocketOpcode.Text, p, mask)).ToArray();
                var read = new List<byte[]>();
                var taken = 0;
                for (var end = 0; end < wire.Length;)
                {
                    end = Math.Min(wire.Length, end + step);
                    while (WebSocketFrameParser.TryRead(wire.AsSpan(taken, end - taken), Max, out var head, out _))
                    {
                        var payload = wire.AsSpan(taken + head.Length, head.PayloadLength);
                        WebSocketMask.Remove(payload, head.Mask);
                        read.Add(payload.ToArray());
                        taken += head.FrameLength;
                    }
                }
                return read.Count == payloads.Length && read.Zip(payloads).All(p => p.First.AsSpan().SequenceEqual(p.Second));
            },
            iter: 200);

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 64].Sample(bytes =>
        {
            var taken = 0;
            while (WebSocketFrameParser.TryRead(bytes.AsSpan(taken), 32, out var head, out _))
                taken += head.FrameLength;
        });

    [Theory]
    [InlineData(new byte[] { 0xC1, 0x80, 0, 0, 0, 0 }, CloseCodes.ProtocolError)] // a reserved bit
    [InlineData(new byte[] { 0x81, 0x00 }, CloseCodes.ProtocolError)] // not masked
    [InlineData(new byte[] { 0x83, 0x80, 0, 0, 0, 0 }, CloseCodes.ProtocolError)] // an opcode of nobody
    [InlineData(new byte[] { 0x09, 0x80, 0, 0, 0, 0 }, CloseCodes.ProtocolError)] // a ping in fragments
    [InlineData(new byte[] { 0x89, 0xFE, 0, 126 }, CloseCodes.ProtocolError)] // a ping of 126 bytes
    [InlineData(new byte[] { 0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, CloseCodes.TooBig)]
    [InlineData(new byte[] { 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, CloseCodes.TooBig)]
    public void TryRead_BreachOfTheRules_SaysWhichCloseCode(byte[] wire, int expected)
    {
        Assert.False(WebSocketFrameParser.TryRead(wire, Max, out _, out var closeCode));
        Assert.Equal(expected, closeCode);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void Text_EachLengthForm_HasTheShortestHead(int length, int head)
    {
        var frame = WebSocketWire.Text(new byte[length]);

        Assert.Equal(head + length, frame.Length);
        Assert.Equal(0x81, frame[0]);
    }

    private static byte[] Masked(WebSocketOpcode opcode, byte[] payload, uint mask)
    {
        var unmasked = WebSocketWire.Text(payload);
        var head = unmasked.Length - payload.Length;
        var key = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(key, mask);
        var wire = new byte[unmasked.Length + 4];
        unmasked.AsSpan(0, head).CopyTo(wire);
        wire[0] = (byte)(0x80 | (byte)opcode);
        wire[1] |= 0x80;
        key.CopyTo(wire, head);
        for (var i = 0; i < payload.Length; i++)
            wire[head + 4 + i] = (byte)(payload[i] ^ key[i & 3]);
        return wire;
    }
}
