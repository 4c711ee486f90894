using System.Buffers;
using System.Text;
using Baize.GameServer.Sockets;

namespace Baize.Tests.GameServer.Sockets;

public sealed class UpgradeHeadTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("GET /w", null)]
    [InlineData("GET /ws", null)]
    [InlineData("GET /ws ", true)]
    [InlineData("GET /ws?token=x", true)]
    [InlineData("GET /wsx", false)]
    [InlineData("GET /stats", false)]
    [InlineData("POST /ws", false)]
    [InlineData("\u0016\u0003\u0001", false)]
    public void IsOurs_FirstBytes_AreTold(string start, bool? expected) =>
        Assert.Equal(expected, UpgradeHead.IsOurs(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(start))));

    [Fact]
    public void TryRead_WholeHead_ReadsHeadersInAnyCaseAndTheTokenOfTheQuery()
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(
            "GET /ws?room=r1&token=a%2Eb HTTP/1.1\r\nhost: play.example:8081\r\nUPGRADE:websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Key: abc\r\nSec-WebSocket-Version: 13\r\nOrigin: http://play.example\r\nAuthorization: Bearer other\r\n\r\nrest"));

        Assert.True(UpgradeHead.TryRead(ref buffer, out var request));
        Assert.Equal(
            new UpgradeRequest("play.example:8081", "http://play.example", "websocket", "keep-alive, Upgrade", "13", "abc", "a.b"), request);
        Assert.Equal("rest", Encoding.ASCII.GetString(buffer));
    }

    [Fact]
    public void TryRead_TokenInTheHeader_IsTaken()
    {
        var buffer = new ReadOnlySequence<byte>("GET /ws HTTP/1.1\r\nAuthorization: bearer abc\r\n\r\n"u8.ToArray());

        Assert.True(UpgradeHead.TryRead(ref buffer, out var request));
        Assert.Equal("abc", request!.Token);
    }

    [Fact]
    public void TryRead_HeadCutOff_WaitsForMore()
    {
        var buffer = new ReadOnlySequence<byte>("GET /ws HTTP/1.1\r\nHost: x\r\n"u8.ToArray());

        Assert.False(UpgradeHead.TryRead(ref buffer, out _));
    }
}
