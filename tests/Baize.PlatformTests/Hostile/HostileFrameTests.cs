using System.Text;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Hostile;

/// <summary>Bad frames of every kind: protocol 2.1. Each gets its documented answer, and others notice nothing.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class HostileFrameTests(SharedPlatform shared)
{
    private const string Room = "hostile-frames";
    private readonly BaizePlatform _platform = shared.Platform;

    private int Port => _platform.Servers[0].Port;

    // What cannot be read as a frame: an error without an id, and the connection stays.
    public static TheoryData<string, string> Unreadable() => new()
    {
        { "empty", "" },
        { "white space", "  " },
        { "not JSON", "hello" },
        { "cut short", """{"type":"ping","id":"1" """ },
        { "two objects", """{"type":"ping"}{"type":"ping"}""" },
        { "an array", "[]" },
        { "a number", "1" },
        { "null", "null" },
        { "no type", "{}" },
        { "type is a number", """{"type":1}""" },
        { "type is null", """{"type":null}""" },
        { "type is an object", """{"type":{}}""" },
        { "id is a number", """{"type":"ping","id":7}""" },
        { "id is an object", """{"type":"ping","id":{}}""" },
        { "id is empty", """{"type":"ping","id":""}""" },
        { "id of 65", $$"""{"type":"ping","id":"{{new string('x', 65)}}"}""" },
        { "room_id is a number", """{"type":"message","room_id":5}""" },
        { "room_id is an array", """{"type":"message","room_id":["a"]}""" },
        { "half a surrogate", """{"type":"ping","id":"\ud800"}""" },
        { "trailing comma", """{"type":"ping",}""" },
        { "a comment", """{"type":"ping"/* */}""" },
        { "10,000 levels", $$"""{"type":"message","room_id":"r","data":{{new string('[', 8_000)}}""" },
        { "65 levels", $$"""{"type":"message","room_id":"r","data":{{new string('[', 64)}}{{new string(']', 64)}}}""" },
        { "NaN", """{"type":"ping","data":NaN}""" },
    };

    // What is read and refused: an error that bears the frame's id.
    public static TheoryData<string, string, string> Refused() => new()
    {
        { "type is a number", """{"type":1,"id":"q"}""", "bad_frame" },
        { "unknown type", """{"type":"hack","id":"q"}""", "unknown_type" },
        { "a server's type", """{"type":"room_updated","id":"q","room_id":"r"}""", "unknown_type" },
        { "type in capitals", """{"type":"PING","id":"q"}""", "unknown_type" },
        { "type is empty", """{"type":"","id":"q"}""", "unknown_type" },
        { "room id climbs", """{"type":"join_room","id":"q","room_id":"../../etc"}""", "bad_frame" },
        { "room id with a brace", """{"type":"join_room","id":"q","room_id":"a}:meta"}""", "bad_frame" },
        { "room id with a line break", """{"type":"join_room","id":"q","room_id":"a\nb"}""", "bad_frame" },
        { "room id with a null", """{"type":"join_room","id":"q","room_id":"a\u0000"}""", "bad_frame" },
        { "room id empty", """{"type":"join_room","id":"q","room_id":""}""", "bad_frame" },
        { "room id of 65", $$"""{"type":"join_room","id":"q","room_id":"{{new string('r', 65)}}"}""", "bad_frame" },
        { "room id not ASCII", """{"type":"join_room","id":"q","room_id":"房间"}""", "bad_frame" },
        { "join without a room", """{"type":"join_room","id":"q"}""", "bad_frame" },
        { "message without a room", """{"type":"message","id":"q","data":1}""", "bad_frame" },
        { "message to a room one is not in", """{"type":"message","id":"q","room_id":"not-mine","data":1}""", "not_member" },
        { "signal to a room one is not in", """{"type":"signal","id":"q","room_id":"not-mine","data":1}""", "not_member" },
        { "leave a room one is not in", """{"type":"leave_room","id":"q","room_id":"not-mine"}""", "not_member" },
        { "state of a room one is not in", """{"type":"get_state","id":"q","room_id":"not-mine"}""", "not_member" },
        { "join from a position that is none", """{"type":"join_room","id":"q","room_id":"hostile-p","data":{"log":"a","seq":"x"}}""", "bad_frame" },
        { "join from before the beginning", """{"type":"join_room","id":"q","room_id":"hostile-p","data":{"log":"a","seq":-1}}""", "bad_frame" },
        { "join with data that is no object", """{"type":"join_room","id":"q","room_id":"hostile-p","data":[1]}""", "bad_frame" },
        { "kick without a user", """{"type":"kick","id":"q","room_id":"hostile-frames","data":{}}""", "*" },
        { "action without a name", """{"type":"action","id":"q","room_id":"hostile-frames","data":{}}""", "*" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Frame_Unreadable_IsAnsweredByAnErrorWithoutIdAndTheConnectionStays(string what, string frame)
    {
        await using var client = await GameClient.ConnectAsync(Port);

        await client.Socket.SendTextAsync(frame);

        var error = await client.WaitForAsync(e => e.Type == "error", $"the answer to: {what}");
        Assert.Equal("bad_frame", error.Code);
        Assert.Null(error.Id);
        Assert.NotEmpty(error.Text("message"));
        Assert.False(error.Data.GetProperty("retryable").GetBoolean());
        Assert.Equal("pong", (await client.RequestAsync("ping")).Type);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Frame_Refused_IsAnsweredOnceWithItsIdAndTheConnectionStays(string what, string frame, string code)
    {
        await using var client = await GameClient.ConnectAsync(Port);
        await client.JoinAsync(Room);

        await client.Socket.SendTextAsync(frame);

        var error = await client.WaitForAsync(e => e.Id == "q", $"the answer to: {what}");
        Assert.Equal("error", error.Type);
        if (code != "*")
            Assert.Equal(code, error.Code);
        Assert.Equal("pong", (await client.RequestAsync("ping")).Type);
        Assert.Single(client.Events, e => e.Id == "q");
    }

    [Fact]
    public async Task Frame_SixtyFourLevels_IsAccepted()
    {
        await using var client = await GameClient.ConnectAsync(Port);
        await client.JoinAsync(Room);

        // The frame itself is a level.
        await client.Socket.SendTextAsync($$"""{"type":"message","id":"deep","room_id":"{{Room}}","data":{{new string('[', 63)}}{{new string(']', 63)}}}""");

        Assert.Equal("ack", (await client.WaitForAsync(e => e.Id == "deep", "the ack")).Type);
    }

    [Fact]
    public async Task Frame_UnknownFieldsAndOddData_AreTakenAsTheyAre()
    {
        await using var client = await GameClient.ConnectAsync(Port);
        await client.JoinAsync(Room);
        string[] odd = ["null", "0", "-1.5e300", "\"\"", "\"\\u0000\"", "\"\\ud83d\\ude00 房间\"", "[]", "{\"__proto__\":{},\"type\":\"error\"}", "true", "12345678901234567890123456789"];

        foreach (var data in odd)
        {
            await client.Socket.SendTextAsync($$"""{"extra":[{"a":1}],"data":{{data}},"room_id":"{{Room}}","id":"odd{{Array.IndexOf(odd, data)}}","type":"message"}""");
            var ack = await client.WaitForAsync(e => e.Id == $"odd{Array.IndexOf(odd, data)}", "the ack");
            Assert.Equal("ack", ack.Type);
            var heard = await client.WaitForAsync(e => e.Type == "message" && e.UserId == client.UserId && e.Seq == ack.Number("seq"), "the message");
            Assert.Equal(data, heard.Data.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "null" : heard.Data.GetRawText()); // byte for byte
        }
        Assert.Empty(client.Faults);
    }

    public static TheoryData<string, int, byte[], bool, bool, int, int> Closing() => new()
    {
        // what, opcode, payload, final, masked, reserved bits, close code
        { "binary", WireFrame.Binary, [1, 2, 3], true, true, 0, 1003 },
        { "binary, empty", WireFrame.Binary, [], true, true, 0, 1003 },
        { "invalid UTF-8", WireFrame.Text, [0x22, 0xc3, 0x28, 0x22], true, true, 0, 1007 },
        { "overlong UTF-8", WireFrame.Text, [0x22, 0xc0, 0xaf, 0x22], true, true, 0, 1007 },
        { "UTF-8 surrogate", WireFrame.Text, [0x22, 0xed, 0xa0, 0x80, 0x22], true, true, 0, 1007 },
        { "UTF-8 cut short", WireFrame.Text, [0x22, 0xe6, 0x88], true, true, 0, 1007 },
        { "1 MB", WireFrame.Text, new byte[1_000_000], true, true, 0, 1009 },
        { "a byte too many", WireFrame.Text, Encoding.ASCII.GetBytes(new string(' ', 16_385)), true, true, 0, 1009 },
        { "not masked", WireFrame.Text, Encoding.ASCII.GetBytes("""{"type":"ping"}"""), true, false, 0, 1002 },
        { "reserved bit", WireFrame.Text, Encoding.ASCII.GetBytes("""{"type":"ping"}"""), true, true, 4, 1002 },
        { "reserved opcode", 3, [], true, true, 0, 1002 },
        { "reserved control opcode", 11, [], true, true, 0, 1002 },
        { "ping of 126", WireFrame.Ping, new byte[126], true, true, 0, 1002 },
        { "ping in fragments", WireFrame.Ping, [], false, true, 0, 1002 },
        { "continuation of nothing", WireFrame.Continuation, [1], true, true, 0, 1002 },
        { "close with one byte", WireFrame.Close, [3], true, true, 0, 1002 },
        { "close with a reserved code", WireFrame.Close, [0x03, 0xed], true, true, 0, 1002 },
        { "close with an invalid reason", WireFrame.Close, [0x03, 0xe8, 0xc3, 0x28], true, true, 0, 1007 },
    };

    [Theory]
    [MemberData(nameof(Closing))]
    public async Task Frame_AgainstTheRules_ClosesWithTheDocumentedCode(
        string what, int opcode, byte[] payload, bool final, bool masked, int reservedBits, int code)
    {
        await using var client = await GameClient.ConnectAsync(Port);

        try
        {
            await client.Socket.SendFrameAsync(opcode, payload, final, masked, reservedBits);
        }
        catch (IOException)
        {
            // Closed before all of it was sent: the code has come all the same.
        }

        Assert.True(await client.WaitForCloseAsync() == code, $"{what} was closed with {client.CloseCode}, not {code}");
    }

    [Fact]
    public async Task Fragments_OfOneMessage_AreJoinedAlsoWithAPingBetween()
    {
        await using var client = await GameClient.ConnectAsync(Port);
        await client.JoinAsync(Room);
        var bytes = Encoding.UTF8.GetBytes($$"""{"type":"message","id":"frag","room_id":"{{Room}}","data":"房间"}""");

        for (var i = 0; i < bytes.Length; i++) // one byte each: characters are cut in the middle
        {
            await client.Socket.SendFrameAsync(i == 0 ? WireFrame.Text : WireFrame.Continuation, bytes.AsMemory(i, 1), final: i == bytes.Length - 1);
            if (i % 10 == 0)
                await client.Socket.SendFrameAsync(WireFrame.Ping, "beat"u8.ToArray());
        }

        var ack = await client.WaitForAsync(e => e.Id == "frag", "the ack");
        Assert.Equal("ack", ack.Type);
        var heard = await client.WaitForAsync(e => e.Type == "message" && e.Seq == ack.Number("seq"), "the message");
        Assert.Equal("房间", heard.Data.GetString());
    }

    [Fact]
    public async Task Fragments_BeyondTheBoundTogether_CloseWith1009()
    {
        await using var client = await GameClient.ConnectAsync(Port);
        try
        {
            for (var i = 0; i < 40; i++)
                await client.Socket.SendFrameAsync(i == 0 ? WireFrame.Text : WireFrame.Continuation, new byte[1_000], final: false);
        }
        catch (IOException)
        {
            // Closed before all of it was sent.
        }

        Assert.Equal(1009, await client.WaitForCloseAsync());
    }

    [Fact]
    public async Task Fragments_NewMessageBeforeTheLastEnded_ClosesWith1002()
    {
        await using var client = await GameClient.ConnectAsync(Port);

        await client.Socket.SendFrameAsync(WireFrame.Text, "{"u8.ToArray(), final: false);
        await client.Socket.SendFrameAsync(WireFrame.Text, "{}"u8.ToArray());

        Assert.Equal(1002, await client.WaitForCloseAsync());
    }

    [Fact]
    public async Task Close_ByTheClient_IsAnsweredWithItsCode()
    {
        await using var client = await GameClient.ConnectAsync(Port);

        await client.Socket.SendFrameAsync(WireFrame.Close, new byte[] { 0x03, 0xe8 });

        Assert.Equal(1000, await client.WaitForCloseAsync());
    }

    [Fact]
    public async Task AllBadFrames_AtOnce_TouchNobody()
    {
        await using var bystanders = await Bystanders.StartAsync(Port, _platform.Servers[1].Port);
        var tasks = new List<Task>();
        foreach (var row in Unreadable())
            tasks.Add(Frame_Unreadable_IsAnsweredByAnErrorWithoutIdAndTheConnectionStays(row.Data.Item1, row.Data.Item2));
        foreach (var row in Closing())
        {
            var (what, opcode, payload, final, masked, reserved, code) = row.Data;
            tasks.Add(Frame_AgainstTheRules_ClosesWithTheDocumentedCode(what, opcode, payload, final, masked, reserved, code));
        }
        await Task.WhenAll(tasks);

        // And bytes without any sense, from many.
        var random = new Random(20_260_101);
        for (var i = 0; i < 100; i++)
        {
            var socket = (await RawWebSocket.ConnectAsync(Port, $"/ws?token={Tokens.Valid(Tokens.NewUser())}")).Socket!;
            var noise = new byte[random.Next(1, 5_000)];
            random.NextBytes(noise);
            await socket.SendBytesAsync(noise);
            if (i % 2 == 0)
                socket.Abort();
            await socket.DisposeAsync();
        }

        await bystanders.AssertUntouchedAsync();
        _platform.AssertNoFaults();
    }
}
