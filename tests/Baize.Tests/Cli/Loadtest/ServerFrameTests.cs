using System.Text;
using Baize.GameServer.Sockets;
using Baize.Loadtest.Wire;
using CsCheck;

namespace Baize.Tests.Cli.Loadtest;

public sealed class ServerFrameTests
{
    [Fact]
    public void TryRead_FramesCutAnywhere_AreTheFramesThatWereWritten() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 130], Gen.Int[65_530, 65_540]).Array[1, 4], Gen.Int[1, 70_000]).Sample((lengths, chunk) =>
        {
            var texts = lengths.Select(length => new string('x', length)).ToList();
            var bytes = texts.SelectMany(text => WebSocketWire.Text(Encoding.UTF8.GetBytes(text))).ToArray();
            var read = new List<string>();
            var start = 0;
            for (var end = Math.Min(chunk, bytes.Length); ; end = Math.Min(end + chunk, bytes.Length))
            {
                while (ServerFrame.TryRead(bytes.AsSpan(start..end), out var frame, out var length))
                {
                    Assert.True(frame is { Opcode: ServerFrame.Text, IsFinal: true });
                    read.Add(Encoding.UTF8.GetString(frame.Payload));
                    start += length;
                }
                if (end == bytes.Length)
                    break;
            }
            Assert.Equal(texts, read);
            Assert.Equal(bytes.Length, start);
        }, iter: 50);

    [Theory]
    [InlineData(0xC1, 0x00)]
    [InlineData(0x81, 0x80)]
    public void TryRead_ReservedBitsOrAMask_Throws(byte first, byte second) =>
        Assert.Throws<InvalidDataException>(() => ServerFrame.TryRead([first, second, 0, 0, 0, 0], out _, out _));
}
