using System.Text;
using System.Text.Json;
using Baize.Protocol.Frames;
using Baize.Rooms.Runtime;

namespace Baize.Tests.Rooms;

public sealed class RelayRoomTests
{
    private const long Grace = 30_000;

    [Fact]
    public void Join_NewMember_IsToldToAllWithTheRoster()
    {
        var room = new RoomHistory(RoomHistory.Relay());

        var reply = room.Handle(Join(5, "Ann"), 1_000);

        Assert.Null(reply.Code);
        Assert.Equal(1, reply.Seq);
        var frame = Json(room.Events.Single().Entry);
        Assert.Equal("room_updated", frame.GetProperty("type").GetString());
        Assert.Equal(5, frame.GetProperty("user_id").GetInt64());
        Assert.Equal(1, frame.GetProperty("seq").GetInt64());
        Assert.Equal("join", frame.GetProperty("data").GetProperty("action").GetString());
        var shown = frame.GetProperty("data").GetProperty("room");
        Assert.Equal("playing", shown.GetProperty("status").GetString());
        Assert.Equal(0, shown.GetProperty("host_id").GetInt64());
        Assert.Equal("Ann", shown.GetProperty("players")[0].GetProperty("name").GetString());
        Assert.Equal(shown.GetRawText(), Encoding.UTF8.GetString(reply.Room.Span));
        Assert.Equal("null", Encoding.UTF8.GetString(reply.State.Span));
    }

    [Fact]
    public void Join_ConnectedMemberAgain_IsAnsweredWithoutAnEvent()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);

        var reply = room.Handle(Join(5, "Ann"), 1_001);

        Assert.Null(reply.Code);
        Assert.Equal(0, reply.Seq);
        Assert.Single(room.Events);
    }

    [Fact]
    public void Message_Member_PassesTheDataOnByteForByte()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);

        var reply = room.Handle(Request(RoomRequestKind.Message, 5, "m1", "{ \"a\" : 1.50e3 }"), 1_001);

        Assert.Equal(2, reply.Seq);
        Assert.Equal("""{"type":"message","room_id":"r1","user_id":5,"seq":2,"data":{ "a" : 1.50e3 }}""", Encoding.UTF8.GetString(room.Events[1].Entry.Span));
    }

    [Fact]
    public void Handle_Stranger_IsRefusedAndNothingIsRemembered()
    {
        var room = new RoomHistory(RoomHistory.Relay());

        foreach (var kind in (RoomRequestKind[])[RoomRequestKind.Message, RoomRequestKind.Leave, RoomRequestKind.GetState, RoomRequestKind.Action])
            Assert.Equal(ErrorCodes.NotMember, room.Handle(Request(kind, 5, "x"), 1_000).Code);

        Assert.Empty(room.Events);
        Assert.Empty(room.Applied);
    }

    [Fact]
    public void Disconnect_ReturnsWithinGrace_StaysAMember()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);
        room.Handle(Request(RoomRequestKind.Disconnect, 5), 2_000);
        Assert.Equal(2_000 + Grace, room.Room.NextDeadline);

        room.Tick(2_000 + Grace - 1);
        room.Handle(Join(5, "Ann"), 2_000 + Grace - 1);

        Assert.Equal(["join", "disconnect", "reconnect"], Actions(room));
        Assert.True(room.Room.Info.Players.Single().Connected);
        Assert.Equal(long.MaxValue, room.Room.NextDeadline);
        Assert.Empty(room.Removed);
    }

    [Fact]
    public void Tick_GraceIsOver_RemovesTheMemberAndEndsAnEmptyRoom()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);
        room.Handle(Request(RoomRequestKind.Disconnect, 5), 2_000);
        Assert.False(room.Room.IsDone);

        room.Tick(2_000 + Grace);

        Assert.Equal(["join", "disconnect", "leave"], Actions(room));
        Assert.Equal([5], room.Removed);
        Assert.True(room.Room.IsDone);
    }

    [Fact]
    public void Tick_JoinedThroughTheApiAndNeverConnected_IsRemovedAfterTheSameGrace()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann") with { Connected = false }, 1_000);
        Assert.False(room.Room.Info.Players.Single().Connected);

        room.Tick(1_000 + Grace);

        Assert.Equal(["join", "leave"], Actions(room));
        Assert.Equal([5], room.Removed);
    }

    [Fact]
    public void IsDone_NobodyCameYet_WaitsForTheVacantGrace()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        Assert.False(room.Room.IsDone);

        room.Tick(room.Room.NextDeadline);

        Assert.True(room.Room.IsDone);
        Assert.Empty(room.Events);
        Assert.Null(room.Handle(Join(5, "Ann"), 99_000).Code); // not deleted yet: whoever comes is welcome
        Assert.False(room.Room.IsDone);
    }

    [Fact]
    public void Notify_PassesItsDataOnUnderTheUserItIsAbout()
    {
        var room = new RoomHistory(RoomHistory.Relay());

        room.Handle(Request(RoomRequestKind.Notify, 0, data: """{"action":"level_up","user_id":9,"room_data":{"n":1}}"""), 1_000);

        Assert.Equal(
            """{"type":"room_updated","room_id":"r1","user_id":9,"seq":1,"data":{"action":"level_up","user_id":9,"room_data":{"n":1}}}""",
            room.Text());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(7, null)] // who had it made
    [InlineData(5, ErrorCodes.Forbidden)]
    public void Close_EndsTheRoomForThoseWhoMay(long userId, string? code)
    {
        var room = new RoomHistory(RoomHistory.Relay() with { HostId = 7 });
        room.Handle(Join(5, "Ann"), 1_000);
        room.Handle(Join(6, "Ben"), 1_000);

        Assert.Equal(code, room.Handle(Request(RoomRequestKind.Close, userId), 1_001).Code);

        Assert.Equal(code is null, room.Room.IsDone);
        Assert.Equal(code is null ? [5, 6] : [], room.Removed);
        if (code is null)
        {
            Assert.Equal("room_deleted", Json(room.Events[^1].Entry).GetProperty("type").GetString());
            Assert.Equal(ErrorCodes.RoomNotFound, room.Handle(Join(5, "Ann"), 1_002).Code);
        }
    }

    [Fact]
    public void Kick_ByThePlatformOnly()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);
        room.Handle(Join(6, "Ben"), 1_000);
        Assert.Equal(ErrorCodes.Forbidden, room.Handle(Request(RoomRequestKind.Kick, 5, data: """{"user_id":6}"""), 1_001).Code);

        Assert.Null(room.Handle(Request(RoomRequestKind.Kick, 0, data: """{"user_id":6}"""), 1_002).Code);

        Assert.Equal([6], room.Removed);
        Assert.Equal(6, Json(room.Events[^1].Entry).GetProperty("data").GetProperty("user_id").GetInt64());
    }

    [Fact]
    public void Join_FiveThousandMembers_ListsTheFirst64AndFillsUpWhenOneLeaves()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        for (var user = 1; user <= 5_000; user++)
            room.Handle(Join(user, "u" + user), 1_000);
        Assert.Equal(Enumerable.Range(1, 64).Select(u => (long)u), room.Room.Info.Players.Select(p => p.UserId));
        Assert.True(room.Events[^1].Entry.Length < 8_192, "a join in a large room sends the whole roster");

        room.Handle(Request(RoomRequestKind.Leave, 10), 1_001);

        Assert.Equal(64, room.Room.Info.Players.Count);
        Assert.Equal(65, room.Room.Info.Players[^1].UserId);
        Assert.Equal(4_999, room.Room.ConnectedUsers.Count());
    }

    [Fact]
    public void JoinAndLeave_RoomOfMoreThan256_TellOnlyWhatChangesTheRoster()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        for (var user = 1; user <= 300; user++)
            Assert.Null(room.Handle(Join(user, "u" + user), 1_000).Code);
        Assert.Equal(256, room.Events.Count);

        Assert.Null(room.Handle(Request(RoomRequestKind.Leave, 299), 1_001).Code);
        Assert.Equal(256, room.Events.Count);

        Assert.Null(room.Handle(Request(RoomRequestKind.Leave, 10), 1_002).Code);
        Assert.Equal(257, room.Events.Count);
        Assert.Equal(298, room.Room.ConnectedUsers.Count());
    }

    [Fact]
    public void Join_LargeRoom_CostsNoMoreThanASmallOne()
    {
        var room = Room.Create(RoomHistory.Relay(), new GameCatalog());
        var turn = new RoomTurn();
        long Cost(int user)
        {
            turn.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            room.Handle(Join(user, "u" + user), 1_000, turn);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        for (var user = 1; user <= 5_000; user++)
            Cost(user);

        // 64 listed members of about 70 bytes, in a few buffers; the roster of all would be 350 kB.
        Assert.InRange(Cost(5_001), 0, 60_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"user_id":"6"}""")]
    [InlineData("""{"user_id":1e300}""")]
    [InlineData("""{"user_i\ud800":1}""")]
    public void Kick_DataThatNamesNobody_IsRefused(string data)
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);

        Assert.Equal(ErrorCodes.NotMember, room.Handle(Request(RoomRequestKind.Kick, 0, data: data), 1_001).Code);
    }

    [Fact]
    public void Join_SameIdAfterLeaving_IsAMemberAgain()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(6, "Ben"), 1_000);
        room.Handle(Join(5, "Ann") with { Id = "j" }, 1_000);
        room.Handle(Request(RoomRequestKind.Leave, 5, "l"), 1_001);

        Assert.Equal(4, room.Handle(Join(5, "Ann") with { Id = "j" }, 1_002).Seq);

        Assert.Equal(2, room.Room.Info.Players.Count);
    }

    [Fact]
    public void Restore_NewerVersionOrUnknownGame_SaysWhatIsWrong()
    {
        var games = new GameCatalog();
        string State(string from, string to) => Encoding.UTF8.GetString(Room.Create(RoomHistory.Relay(), games).Snapshot()).Replace(from, to);

        string Fault(string state) => Assert.Throws<InvalidDataException>(() => Room.Restore("r1", Encoding.UTF8.GetBytes(state), 0, [], games)).Message;

        Assert.Contains("version 99", Fault(State("\"v\":1", "\"v\":99")), StringComparison.Ordinal);
        Assert.Contains("no game 'chess'", Fault(State("\"relay\"", "\"chess\"")), StringComparison.Ordinal);
        Assert.Contains("damaged", Fault("{"), StringComparison.Ordinal);
    }

    [Fact]
    public void Kick_InstanceThatHasNotHeardSaysAgainWhoIsThere_BringsNobodyBack()
    {
        var room = new RoomHistory(RoomHistory.Relay());
        room.Handle(Join(5, "Ann"), 1_000);
        room.Handle(Join(6, "Bob"), 1_000);
        Assert.Null(room.Handle(Request(RoomRequestKind.Kick, userId: 0, data: """{"user_id":6}"""), 1_001).Code);

        room.TakeOver(); // the new owner knows it too
        Assert.Equal(ErrorCodes.NotMember, room.Handle(Join(6, "Bob") with { Again = true }, 1_002).Code);
        Assert.Null(room.Handle(Join(5, "Ann") with { Again = true }, 1_002).Code);
        Assert.Equal([5], room.Room.Info.Players.Select(p => p.UserId));

        Assert.Null(room.Handle(Join(6, "Bob"), 1_003).Code); // by itself it may come back, and then it stays
        room.TakeOver();
        Assert.Null(room.Handle(Join(6, "Bob") with { Again = true }, 1_004).Code);
        Assert.Equal([5, 6], room.Room.Info.Players.Select(p => p.UserId));
    }

    [Fact]
    public void Close_RelayRoomMadeForAUser_IsTheirsAlone()
    {
        var room = new RoomHistory(RoomHistory.Relay() with { HostId = 5 });
        room.Handle(Join(6, "Bob"), 1_000);
        Assert.Equal(0, room.Room.Info.HostId);
        Assert.Equal(ErrorCodes.Forbidden, room.Handle(Request(RoomRequestKind.Close, 6), 1_001).Code);

        room.TakeOver();

        Assert.Null(room.Handle(Request(RoomRequestKind.Close, 5), 1_002).Code); // who need not even be in it
        Assert.True(room.Room.IsDone);
    }

    private static RoomRequest Join(long userId, string name) => new(RoomRequestKind.Join, userId, name, Id: null, default);

    private static RoomRequest Request(RoomRequestKind kind, long userId, string? id = null, string data = "") =>
        new(kind, userId, "", id, Encoding.UTF8.GetBytes(data));

    private static JsonElement Json(ReadOnlyMemory<byte> entry) => JsonElement.Parse(entry.Span);

    private static IEnumerable<string?> Actions(RoomHistory room) =>
        room.Events.Select(e => Json(e.Entry).GetProperty("data").GetProperty("action").GetString());
}
