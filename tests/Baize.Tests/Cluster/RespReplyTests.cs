using System.Text;
using Baize.Cluster.Redis.Direct;
using CsCheck;

namespace Baize.Tests.Cluster;

public sealed class RespReplyTests
{
    [Fact]
    public void Read_MessageCutAnywhere_IsTakenWhenAllOfItIsThere() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Char.AlphaNumeric.Array[1, 30]).Sample((body, name) =>
        {
            var channel = new string(name);
            byte[] wire = [.. Ascii($"*3\r\n$7\r\nmessage\r\n${channel.Length}\r\n{channel}\r\n${body.Length}\r\n"), .. body, .. Ascii("\r\n")];
            for (var length = 0; length < wire.Length; length++)
                Assert.Equal(0, RespReply.Read(wire.AsSpan(0, length), out _));

            Assert.Equal(wire.Length, RespReply.Read([.. wire, (byte)'*'], out var reply));
            Assert.Equal(RespKind.Message, reply.Kind);
            Assert.Equal(channel, Encoding.ASCII.GetString(reply.Text));
            Assert.Equal(body, reply.Body.ToArray());
        });

    [Theory]
    [InlineData("+OK\r\n", (int)RespKind.Other, 0)]
    [InlineData(":17\r\n", (int)RespKind.Number, 17)]
    [InlineData("-ERR no\r\n", (int)RespKind.Error, 0)]
    [InlineData("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n", (int)RespKind.Subscribe, 0)]
    [InlineData("*2\r\n$4\r\npong\r\n$0\r\n\r\n", (int)RespKind.Other, 0)]
    [InlineData("*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n", (int)RespKind.Other, 0)]
    public void Read_EachKind_IsToldApart(string wire, int kind, long number)
    {
        Assert.Equal(wire.Length, RespReply.Read(Ascii(wire), out var reply));
        Assert.Equal((RespKind)kind, reply.Kind);
        Assert.Equal(number, reply.Number);
    }

    [Theory]
    [InlineData("HTTP/1.1 400\r\n")]
    [InlineData(":many\r\n")]
    [InlineData("*9\r\n")]
    [InlineData("*1\r\n+x\r\n")]
    public void Read_NoRespOfOurs_Throws(string wire) => Assert.Throws<IOException>(() => RespReply.Read(Ascii(wire), out _));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
