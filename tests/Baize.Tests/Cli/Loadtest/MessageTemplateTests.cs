using System.Text;
using Baize.GameServer.Sockets;
using Baize.Loadtest.Wire;

namespace Baize.Tests.Cli.Loadtest;

public sealed class MessageTemplateTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(70_000)]
    public void With_TwoMarksInTurn_BothFramesSayTheirs(int payload)
    {
        var template = new MessageTemplate($$"""{"id":"{{MessageMark.Placeholder}}","data":{{MessageMark.Payload(payload)}}}""");
        foreach (var mark in (MessageMark[])[new(Run: 7, Member: 4_999, Counter: 123_456), new(Run: ushort.MaxValue, Member: 0, Counter: int.MaxValue)])
        {
            var text = Unmasked(template.With(mark));

            Assert.DoesNotContain(MessageMark.Placeholder, Encoding.UTF8.GetString(text), StringComparison.Ordinal);
            Assert.True(MessageMark.TryFind(text, out var at, out var found));
            Assert.Equal(mark, found);
            Assert.True(at > "{\"id\":".Length);
        }
    }

    [Fact]
    public void Payload_OfALength_HasIt() => Assert.Equal(100, MessageMark.Payload(100).Length);

    [Theory]
    [InlineData("")]
    [InlineData("""{"type":"ack","id":"00010000000100000001"}""")]
    [InlineData("""{"data":{"lt":"0001"}}""")]
    [InlineData("""{"data":{"lt":"0001x000000100000001","p":""}}""")]
    public void TryFind_NoMark_IsFalse(string text) => Assert.False(MessageMark.TryFind(Encoding.UTF8.GetBytes(text), out _, out _));

    // By the parser of the game server, which did not write them.
    private static byte[] Unmasked(byte[] wire)
    {
        Assert.True(WebSocketFrameParser.TryRead(wire, maxPayload: 1_000_000, out var head, out _));
        Assert.Equal(wire.Length, head.FrameLength);
        var text = wire[head.Length..];
        WebSocketMask.Remove(text, head.Mask);
        return text;
    }
}
