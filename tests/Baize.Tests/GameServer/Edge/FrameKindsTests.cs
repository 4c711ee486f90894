using System.Reflection;
using System.Text;
using Baize.GameServer.Edge;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.Tests.GameServer.Edge;

public sealed class FrameKindsTests
{
    public static TheoryData<string> Types => [.. typeof(FrameTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void OfWire_EveryTypeAndLength_IsItsName(string type)
    {
        foreach (var length in (int[])[2, 200, 70_000]) // the three heads of RFC 6455
        {
            var wire = WebSocketWire.Text(ServerFrame.Encode(type, "r1", 7, data: Encoding.ASCII.GetBytes($"\"{new string('x', length)}\"")));
            Assert.Equal(type, FrameKinds.Sent[FrameKinds.OfWire(wire)]);
        }
    }

    [Fact]
    public void OfWire_UnknownTypeOrNoFrameOfOurs_IsOther()
    {
        Assert.Equal("other", FrameKinds.Sent[FrameKinds.OfWire(WebSocketWire.Text(ServerFrame.Encode("message_of_mine")))]);
        Assert.Equal("other", FrameKinds.Sent[FrameKinds.OfWire(WebSocketWire.Ping)]);
        Assert.Equal("other", FrameKinds.Sent[FrameKinds.OfWire([])]);
    }

    [Fact]
    public void Received_NamesEveryTypeOfTheProtocol()
    {
        var named = Enum.GetValues<ClientFrameType>().Where(t => t != ClientFrameType.Unknown).Select(t => FrameKinds.Received[(int)t]);
        var expected = Enum.GetNames<ClientFrameType>().Skip(1).Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName);
        Assert.Equal(expected, named);
        Assert.Equal("unreadable", FrameKinds.Received[FrameKinds.Unreadable]);
    }
}
