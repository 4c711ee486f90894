using System.Text;
using System.Text.Json;
using Baize.Protocol.Frames;
using CsCheck;

namespace Baize.Tests.Protocol.Frames;

public sealed class ServerFrameTests
{
    [Fact]
    public void Encode_AllFields_WritesThemInOrder() =>
        Assert.Equal(
            """{"type":"message","room_id":"r","user_id":9007199254740991,"seq":3,"data":{"a" : "<我>"},"id":"i\"1"}""",
            Text(ServerFrame.Encode("message", "r", 9007199254740991, 3, """{"a" : "<我>"}"""u8, "i\"1")));

    [Fact]
    public void Encode_NothingToSay_LeavesItOut() => Assert.Equal("""{"type":"pong"}""", Text(ServerFrame.Encode("pong")));

    [Fact]
    public void Encode_NegativeUser_IsABot() => Assert.Equal("""{"type":"m","user_id":-2}""", Text(ServerFrame.Encode("m", userId: -2)));

    [Theory]
    [InlineData(7, """{"type":"ack","room_id":"r","data":{"seq":7},"id":"i"}""")]
    [InlineData(0, """{"type":"ack","room_id":"r","data":{},"id":"i"}""")]
    public void Ack_WithOrWithoutAPosition_SaysIt(long seq, string expected) => Assert.Equal(expected, Text(ServerFrame.Ack("i", "r", seq)));

    [Theory]
    [InlineData(ErrorCodes.Unavailable, true)]
    [InlineData(ErrorCodes.RateLimited, true)]
    [InlineData(ErrorCodes.BadFrame, false)]
    [InlineData(ErrorCodes.Internal, false)]
    public void Error_Code_SaysWhetherToTryAgain(string code, bool retryable) =>
        Assert.Equal(
            """{"type":"error","data":{"code":"CODE","message":"so \"it\" is","retryable":RETRYABLE}}"""
                .Replace("CODE", code, StringComparison.Ordinal).Replace("RETRYABLE", retryable ? "true" : "false", StringComparison.Ordinal),
            Text(ServerFrame.Error(code, "so \"it\" is")));

    [Fact]
    public void Encode_AnyText_IsValidJsonAndValidUtf8() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((type, room, id) =>
        {
            var frame = ServerFrame.Encode(type, room, 1, 2, "[]"u8, id);
            using var json = JsonDocument.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(frame));
            return json.RootElement.GetProperty("type").GetString() is not null && json.RootElement.GetProperty("seq").GetInt64() == 2;
        });

    [Fact]
    public void Encode_OneAfterTheOther_EachStandsAlone()
    {
        var first = ServerFrame.Encode("message", "r", 1, 1, "1"u8);
        var large = ServerFrame.Encode("message", "r", 1, 2, Encoding.UTF8.GetBytes($"\"{new string('x', 500_000)}\""));
        var last = ServerFrame.Encode("message", "r", 1, 3, "3"u8);

        Assert.Equal("""{"type":"message","room_id":"r","user_id":1,"seq":1,"data":1}""", Text(first));
        Assert.Equal(500_060, large.Length);
        Assert.Equal("""{"type":"message","room_id":"r","user_id":1,"seq":3,"data":3}""", Text(last));
    }

    [Fact]
    public void Encode_WithinDataOfAnother_DoesNotMixThem()
    {
        byte[]? inner = null;

        var outer = ServerFrame.Data(writer =>
        {
            inner = ServerFrame.Encode("inner", data: "{}"u8);
            writer.WriteNumber("n", 1);
        });

        Assert.Equal(("""{"n":1}""", """{"type":"inner","data":{}}"""), (Text(outer), Text(inner!)));
    }

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame);
}
