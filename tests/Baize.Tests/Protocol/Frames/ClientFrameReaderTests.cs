using System.Text;
using System.Text.Json;
using Baize.Protocol.Frames;
using CsCheck;

namespace Baize.Tests.Protocol.Frames;

public sealed class ClientFrameReaderTests
{
    [Fact]
    public void TryRead_WholeFrame_GivesEveryField()
    {
        var frame = Good(""" { "type" : "message", "id":"i-1","room_id":"Room_1", "data" : {"text":"我们 \u00e9","n":[1,2.50]} } """);

        Assert.Equal((ClientFrameType.Message, "message", "i-1", "Room_1"), (frame.Type, frame.TypeName, frame.Id, frame.RoomId));
        Assert.Equal("""{"text":"我们 \u00e9","n":[1,2.50]}""", Encoding.UTF8.GetString(frame.Data.Span)); // byte for byte
    }

    [Theory]
    [InlineData("join_room", ClientFrameType.JoinRoom)]
    [InlineData("reconnect", ClientFrameType.JoinRoom)]
    [InlineData("leave_room", ClientFrameType.LeaveRoom)]
    [InlineData("message", ClientFrameType.Message)]
    [InlineData("signal", ClientFrameType.Signal)]
    [InlineData("action", ClientFrameType.Action)]
    [InlineData("ready", ClientFrameType.Ready)]
    [InlineData("cancel_ready", ClientFrameType.CancelReady)]
    [InlineData("start", ClientFrameType.Start)]
    [InlineData("kick", ClientFrameType.Kick)]
    [InlineData("get_state", ClientFrameType.GetState)]
    [InlineData("ping", ClientFrameType.Ping)]
    [InlineData("me\\u0073sage", ClientFrameType.Message)]
    [InlineData("Message", ClientFrameType.Unknown)]
    [InlineData("", ClientFrameType.Unknown)]
    [InlineData("\\u0000", ClientFrameType.Unknown)]
    public void TryRead_Type_IsKnownByItsExactName(string type, ClientFrameType expected) =>
        Assert.Equal(expected, Good($$"""{"type":"{{type}}"}""").Type);

    [Theory]
    [InlineData("7")]
    [InlineData("-0.5e3")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void TryRead_Data_MayBeAnyJson(string data) =>
        Assert.Equal(data, Encoding.UTF8.GetString(Good($$"""{"data":{{data}} ,"type":"ping"}""").Data.Span));

    [Fact]
    public void TryRead_UnknownFields_ArePassedOver()
    {
        var frame = Good("""{"x":{"type":"kick","id":"no"},"type":"ping","y":[{"data":1}],"id":null,"room_id":null}""");

        Assert.Equal((ClientFrameType.Ping, null, null, true), (frame.Type, frame.Id, frame.RoomId, frame.Data.IsEmpty));
    }

    [Fact]
    public void TryRead_FieldTwice_TheLastCounts()
    {
        var frame = Good("""{"type":"kick","id":"1","data":[1],"type":"ping","id":"2","data":[2]}""");

        Assert.Equal((ClientFrameType.Ping, "2", "[2]"), (frame.Type, frame.Id, Encoding.UTF8.GetString(frame.Data.Span)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(0, false)]
    public void TryRead_LengthOfTheId_Is1To64(int length, bool isGood)
    {
        var read = ClientFrameReader.TryRead(Utf8($$"""{"type":"ping","id":"{{new string('x', length)}}"}"""), out var frame, out var fault);

        Assert.Equal((isGood, isGood ? length : null), (read, frame.Id?.Length));
        Assert.Equal(isGood, fault is null);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(10_000, false)]
    public void TryRead_NestingWithTheFrameItself_IsAtMost64(int depth, bool isGood)
    {
        var inner = depth - 1;

        var read = ClientFrameReader.TryRead(
            Utf8($$"""{"type":"ping","data":{{new string('[', inner)}}{{new string(']', inner)}}}"""), out _, out var fault);

        Assert.Equal(isGood, read);
        Assert.Equal(isGood, fault is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"type\"")]
    [InlineData("null")]
    [InlineData("""{"type":"ping"}}""")]
    [InlineData("""{"type":"ping"} {}""")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"ping" /* why */}""")]
    [InlineData("""{type:"ping"}""")]
    [InlineData("""{"type":"ping","data":}""")]
    [InlineData("""{"type":"ping","data":01}""")]
    [InlineData("""{"type":"ping","data":"\x"}""")]
    [InlineData("""{"type":"ping","id":"\ud800"}""")]
    [InlineData("""{"type":"\udc00","id":"i"}""")]
    [InlineData("""{"\ud800":1,"type":"ping","id":"\ud800\ud800"}""")]
    public void TryRead_NotAFrame_IsAFaultWithoutAnId(string text)
    {
        Assert.False(ClientFrameReader.TryRead(Utf8(text), out var frame, out var fault));

        Assert.Equal(default, frame);
        Assert.NotEmpty(fault!);
    }

    [Theory]
    [InlineData("""{"id":"i"}""")]
    [InlineData("""{"type":7,"id":"i"}""")]
    [InlineData("""{"type":null,"id":"i"}""")]
    [InlineData("""{"id":"i","type":{"a":"b"}}""")]
    [InlineData("""{"type":"ping","room_id":"a b","id":"i"}""")]
    [InlineData("""{"type":"ping","room_id":"","id":"i"}""")]
    [InlineData("""{"type":"ping","room_id":"é","id":"i"}""")]
    [InlineData("""{"type":"ping","room_id":["r"],"id":"i"}""")]
    [InlineData("""{"type":"ping","room_id":7,"id":"i"}""")]
    public void TryRead_FrameWithAFault_KeepsItsIdForTheAnswer(string text)
    {
        Assert.False(ClientFrameReader.TryRead(Utf8(text), out var frame, out var fault));

        Assert.Equal(("i", null, true), (frame.Id, frame.RoomId, frame.Data.IsEmpty));
        Assert.NotEmpty(fault!);
    }

    [Theory]
    [InlineData("""{"type":"ping","id":7}""")]
    [InlineData("""{"type":"ping","id":{}}""")]
    [InlineData("""{"type":"ping","id":["i"]}""")]
    public void TryRead_IdThatIsNoString_IsAFault(string text)
    {
        Assert.False(ClientFrameReader.TryRead(Utf8(text), out var frame, out _));

        Assert.Null(frame.Id);
    }

    [Fact]
    public void TryRead_LongestRoomId_Is64() =>
        Assert.Equal(64, Good($$"""{"type":"ping","room_id":"{{new string('r', 64)}}"}""").RoomId!.Length);

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 80].Sample(bytes => ClientFrameReader.TryRead(bytes, out _, out var fault) == (fault is null));

    [Fact]
    public void TryRead_AnyFrameWithAnyByteChanged_NeverThrows()
    {
        var good = Utf8("""{"type":"message","id":"i-1","room_id":"Room_1","data":{"text":"我 \ud83d\ude00","n":[1,2.5e3,null,true]}}""").ToArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length - 1], Gen.Byte).Sample((at, value, at2, value2) =>
        {
            byte[] changed = [.. good];
            (changed[at], changed[at2]) = (value, value2);
            return ClientFrameReader.TryRead(changed, out _, out var fault) == (fault is null);
        });
    }

    [Fact]
    public void TryRead_WhatWasWrittenAsJson_IsReadBack() =>
        Gen.Select(Gen.String, Gen.String[1, 64], Gen.String).Sample((type, id, data) =>
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["data"] = data, ["id"] = id, ["type"] = type });
            var isText = IsText(type) && IsText(id);
            // The serializer writes half surrogate pairs as U+FFFD; so everything it writes is text.
            if (!ClientFrameReader.TryRead(text, out var frame, out _))
                return false;
            return (!isText || (frame.TypeName == type && frame.Id == id)) && JsonSerializer.Deserialize<string>(frame.Data.Span) is not null;
        });

    [Theory]
    [InlineData("""{"type":"signal","data":{"x":1,"y":2}}""")]
    [InlineData("""{"type":"message","data":"hello"}""")]
    public void TryRead_HotPath_AllocatesNothingOfItsOwn(string text)
    {
        var frame = Utf8(text);
        for (var i = 0; i < 100; i++)
            ClientFrameReader.TryRead(frame, out _, out _); // compiled, and its statics made

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            ClientFrameReader.TryRead(frame, out _, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ClientFrame Good(string text)
    {
        Assert.True(ClientFrameReader.TryRead(Utf8(text), out var frame, out var fault), fault);
        return frame;
    }

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }
        return true;
    }

    private static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
