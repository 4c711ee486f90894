using System.Text;
using Baize.Protocol.Frames;

namespace Baize.Tests.Protocol;

public sealed class SignalFrameTests
{
    [Theory]
    [InlineData("""{"type":"signal","room_id":"r-1","data":{"x":[1,2]}}""", "r-1", """{"x":[1,2]}""")]
    [InlineData("""{ "data" : "signal" , "room_id":"A_9","type":"signal" }""", "A_9", "\"signal\"")]
    [InlineData("""{"type":"signal","room_id":"r"}""", "r", "")]
    public void TryRead_PlainSignal_IsReadAsTheOtherReaderDoes(string text, string room, string data)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);

        Assert.True(SignalFrame.TryRead(utf8, out var signal));
        Assert.Equal(room, Encoding.UTF8.GetString(signal.RoomId));
        Assert.Equal(data, Encoding.UTF8.GetString(signal.Data));
        Assert.True(ClientFrameReader.TryRead(utf8, out var frame, out _));
        Assert.Equal((ClientFrameType.Signal, room, data), (frame.Type, frame.RoomId!, Encoding.UTF8.GetString(frame.Data.Span)));
    }

    [Theory]
    [InlineData("""{"type":"signal","room_id":"r","id":"wants an ack"}""")]
    [InlineData("""{"type":"message","room_id":"r","data":"signal"}""")]
    [InlineData("""{"type":"signal","room_id":"no room"}""")]
    [InlineData("""{"type":"signal","room_id":"\u0072"}""")]
    [InlineData("""{"type":"signal","room_id":"r","room_id":"s"}""")]
    [InlineData("""{"type":"signal","type":"message","room_id":"r"}""")]
    [InlineData("""{"type":"signal","room_id":"r","data":{"x":}}""")]
    [InlineData("""{"type":"signal","room_id":"r"}x""")]
    [InlineData("""{"type":"signal","room_id":"r"} """ + "{}")]
    [InlineData("""["signal"]""")]
    [InlineData("""{"type":"signal"}""")]
    [InlineData("""{"type":"signal","room_id":7}""")]
    [InlineData("")]
    public void TryRead_AnythingElse_IsLeftToTheOtherReader(string text) =>
        Assert.False(SignalFrame.TryRead(Encoding.UTF8.GetBytes(text), out _));
}
