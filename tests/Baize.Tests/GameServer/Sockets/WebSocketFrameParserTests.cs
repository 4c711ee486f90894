using System.Buffers;
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
                    var buffer = Segments(wire.AsMemory(taken, end - taken), step);
                    while (WebSocketFrameParser.TryRead(ref buffer, Max, out var frame, out var closeCode))
                    {
                        var payload = new byte[frame.Payload.Length];
                        frame.CopyTo(payload);
                        read.Add(payload);
                    }
                    taken = end - (int)buffer.Length;
                }
                return read.Count == payloads.Length && read.Zip(payloads).All(p => p.First.AsSpan().SequenceEqual(p.Second));
            },
            iter: 200);

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 64].Sample(bytes =>
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            while (WebSocketFrameParser.TryRead(ref buffer, 32, out _, out _))
            {
            }
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
        var buffer = new ReadOnlySequence<byte>(wire);

        Assert.False(WebSocketFrameParser.TryRead(ref buffer, Max, out _, out var closeCode));
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

    private static ReadOnlySequence<byte> Segments(ReadOnlyMemory<byte> bytes, int size)
    {
        Segment? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += size)
            last = new Segment(bytes.Slice(at, Math.Min(size, bytes.Length - at)), last, ref first);
        return first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before, ref Segment? first)
        {
            Memory = memory;
            first ??= this;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
