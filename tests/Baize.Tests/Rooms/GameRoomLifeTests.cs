using System.Text.Json;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;
using Baize.Rooms.Testing;
using Baize.Tests.Rooms.Counting;

namespace Baize.Tests.Rooms;

/// <summary>Seats, ready, start, host, spectators, absence: what is the runtime's and not the game's.</summary>
public sealed class GameRoomLifeTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public void Join_SeatsAreTakenInOrderAndFreedByLeaving()
    {
        var room = new TestRoom<CountingGame>();
        foreach (var user in (long[])[11, 12, 13])
            Assert.Null(room.Join(user).Code);
        Assert.Equal(ErrorCodes.RoomFull, room.Join(14).Code);

        room.Leave(12);
        room.Join(14);

        Assert.Equal([(11, 0), (14, 1), (13, 2)], room.Info.Players.Select(p => (p.UserId, p.Seat!.Value)));
        Assert.Equal(11, room.Info.HostId);
        Assert.Equal("null", room.View(14).GetRawText());
    }

    [Fact]
    public void Leave_Host_PassesTheHostOnAndSaysSo()
    {
        var room = new TestRoom<CountingGame>();
        room.Join(11);
        room.Join(12);
        room.Join(13);
        room.Disconnect(12);

        room.Leave(11);

        Assert.Equal(13, room.Info.HostId); // 12 has the lower seat but is away
        Assert.Equal(["join", "disconnect", "leave", "host"], Updates(room, 13));
    }

    [Fact]
    public void Start_ByTheHostWhenAllOthersAreReady()
    {
        var room = new TestRoom<CountingGame>();
        room.Join(1);
        Assert.Equal(ErrorCodes.IllegalMove, room.Start(1).Code); // too few
        room.Join(2);
        Assert.Equal(ErrorCodes.IllegalMove, room.Start(1).Code); // 2 is not ready
        room.Ready(2);
        Assert.Equal(ErrorCodes.Forbidden, room.Start(2).Code);

        Assert.Null(room.Start(1).Code);

        Assert.Equal(RoomStatus.Playing, room.Info.Status);
        Assert.Equal(["room_updated", "game_started", "game_state_update"], room.Frames(2).TakeLast(3).Select(Type));
        Assert.Equal(ErrorCodes.AlreadyStarted, room.Start(1).Code);
        Assert.Equal(ErrorCodes.AlreadyStarted, room.Ready(2).Code);
        Assert.Equal(ErrorCodes.AlreadyStarted, room.Join(3).Code);
    }

    [Fact]
    public void Ready_LastOfAllSeats_StartsTheGame()
    {
        var room = new TestRoom<CountingGame>(seats: 2);
        room.Join(1);
        room.Join(2);
        room.Ready(1);
        room.CancelReady(1);
        room.Ready(2);
        Assert.Equal(RoomStatus.Waiting, room.Info.Status);

        room.Ready(1);

        Assert.Equal(RoomStatus.Playing, room.Info.Status);
        Assert.Equal(["join", "join", "ready", "cancel_ready", "ready", "ready", "start"], Updates(room, 1));
    }

    [Fact]
    public void Start_SeatsWithGaps_AreClosedUp()
    {
        var room = new TestRoom<CountingGame>();
        room.Join(1);
        room.Join(2);
        room.Join(3);
        room.Leave(2);
        room.Ready(3);

        room.Start(1);

        Assert.Equal([(1, 0), (3, 1)], room.Info.Players.Select(p => (p.UserId, p.Seat!.Value)));
        room.Act(1, "add", new { n = 1 });
        Assert.Null(room.Act(3, "add", new { n = 1 }).Code);
    }

    [Fact]
    public void Kick_IsTheHostsAndOnlyBeforeTheGame()
    {
        var room = new TestRoom<CountingGame>();
        room.Join(1);
        room.Join(2);
        room.Join(3);
        room.Join(4, spectate: true);
        Assert.Equal(ErrorCodes.Forbidden, room.Kick(2, 3).Code);
        Assert.Equal(ErrorCodes.Forbidden, room.Kick(1, 1).Code);
        Assert.Equal(ErrorCodes.NotMember, room.Kick(1, 99).Code);

        Assert.Null(room.Kick(1, 3).Code);

        var kick = room.Frames(3)[^1];
        Assert.Equal((1, "kick", 3), (kick.GetProperty("user_id").GetInt64(), kick.GetProperty("data").GetProperty("action").GetString(), kick.GetProperty("data").GetProperty("user_id").GetInt64()));
        Assert.Equal([1, 2], room.Info.Players.Select(p => p.UserId));
        room.Ready(2);
        room.Start(1);
        Assert.Equal(ErrorCodes.AlreadyStarted, room.Kick(1, 2).Code);
        Assert.Null(room.Kick(1, 4).Code); // who only watches
        Assert.Equal(ErrorCodes.NotMember, room.Message(4, "still here?").Code);
    }

    [Fact]
    public void Join_Spectator_SeesThePublicViewUnannounced()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        var events = room.Frames(1).Count;

        var reply = room.Join(9, spectate: true);

        Assert.Equal(events, room.Frames(1).Count);
        Assert.Equal(JsonValueKind.Null, JsonElement.Parse(reply.State.Span).GetProperty("secret").ValueKind);
        Assert.DoesNotContain(room.Info.Players, p => p.UserId == 9);
        Assert.Equal(ErrorCodes.Forbidden, room.Act(9, "look").Code);
        Assert.Null(room.Message(9, "nice").Code);
        Assert.Null(room.Leave(9).Code);
        Assert.Equal(ErrorCodes.NotMember, room.Message(9, "bye").Code);
    }

    [Fact]
    public void Join_SpectatorInWaitingRoom_MayTakeASeat()
    {
        var room = new TestRoom<CountingGame>();
        room.Join(1);
        room.Join(2, spectate: true);
        Assert.Single(room.Info.Players);

        room.Join(2);

        Assert.Equal([1, 2], room.Info.Players.Select(p => p.UserId));
    }

    [Fact]
    public void Disconnect_WaitingRoom_SeatIsFreeAfterTheGrace()
    {
        var room = new TestRoom<CountingGame>();
        room.Join(1);
        room.Join(2);
        room.Disconnect(1);
        room.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, room.Info.Players.Count);

        room.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([2], room.Info.Players.Select(p => p.UserId));
        Assert.Equal(2, room.Info.HostId);
        Assert.Equal(["join", "disconnect", "leave", "host"], Updates(room, 2));
    }

    [Fact]
    public void Disconnect_RunningGame_SeatIsKeptAndTheGameIsTold()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goes_on = true });
        room.Disconnect(2);
        room.Join(2);
        room.Disconnect(2);
        room.Advance(Grace);
        Assert.Equal(2, room.Info.Players.Count);

        Assert.Null(room.Join(2).Code);

        Assert.Equal(["away 1", "back 1", "away 1", "Away 1", "back 1"], room.State<CountingState>().Seen);
        Assert.True(room.Info.Players[1].Connected);
    }

    [Fact]
    public void Disconnect_RunningGame_ForfeitsAfterTheGraceByDefault()
    {
        var room = TestRoom.Play<CountingGame>(players: 3);
        room.Disconnect(2);

        room.Advance(Grace);

        Assert.Equal(("forfeit", "1 3"), (room.Result!.Reason, string.Join(' ', room.Result.Winners)));
    }

    [Fact]
    public void Leave_RunningGame_KeepsTheSeatForAReturn()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goes_on = true });

        room.Leave(2);

        Assert.Equal([1, 2], room.Info.Players.Select(p => p.UserId));
        Assert.Equal(ErrorCodes.NotMember, room.Message(2, "hello").Code);
        Assert.Null(room.Join(2).Code);
        Assert.Equal(["Left 1", "back 1"], room.State<CountingState>().Seen);
    }

    [Fact]
    public void Leave_EveryoneFromARunningGame_CallsItOff()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goes_on = true });
        room.Leave(1);

        room.Leave(2);

        Assert.Equal("abandoned", room.Result!.Reason);
        Assert.True(room.IsDone);
    }

    [Fact]
    public void Advance_NobodyConnectedForTenMinutes_CallsTheGameOff()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goes_on = true });
        room.Act(1, "clock");
        room.Disconnect(1);
        room.Disconnect(2);

        room.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.False(room.HasEnded);
        Assert.Contains(room.State<CountingState>().Seen, seen => seen.StartsWith("timer clock", StringComparison.Ordinal));

        room.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("abandoned", room.Result!.Reason);
        room.Advance(TimeSpan.FromMinutes(1));
        Assert.True(room.IsDone);
    }

    [Fact]
    public void End_RoomStaysForAMinuteAndThenGoes()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goal = 1 });
        room.Act(1, "add", new { n = 1 });
        Assert.Equal(RoomStatus.Ended, room.Info.Status);
        room.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, room.View(2).GetProperty("total").GetInt32());
        Assert.False(room.IsDone);

        room.Advance(TimeSpan.FromSeconds(1));

        Assert.True(room.IsDone);
        Assert.Equal("room_deleted", Type(room.Frames(2)[^1]));
    }

    [Fact]
    public void End_AllLeave_RoomIsDoneAtOnce()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goal = 1 });
        room.Act(1, "add", new { n = 1 });
        room.Leave(1);
        Assert.False(room.IsDone);

        room.Leave(2);

        Assert.True(room.IsDone);
    }

    [Fact]
    public void IsDone_WaitingRoomWithNobody_AfterTheVacantGrace()
    {
        var room = new TestRoom<CountingGame>();
        room.Advance(TimeSpan.FromSeconds(30));
        room.Join(1);
        room.Advance(TimeSpan.FromHours(1));
        Assert.False(room.IsDone);
        room.Leave(1);
        room.Advance(TimeSpan.FromSeconds(59));
        Assert.False(room.IsDone);

        room.Advance(TimeSpan.FromSeconds(1));

        Assert.True(room.IsDone);
    }

    [Fact]
    public void HostWhoNeverCame_IsReplacedAfterAWhile()
    {
        var history = new RoomHistory(
            new RoomSetup("r1", "counting", Name: null, MaxPlayers: null, Options: null, HostId: 77, CreatedAt: 1_000, Seed: 1),
            new GameCatalog().Register<CountingGame>());
        history.Handle(new RoomRequest(RoomRequestKind.Join, 5, "Ann", Id: null, default), 2_000);
        Assert.Equal(77, history.Room.Info.HostId);
        Assert.Equal(61_000, history.Room.NextDeadline);

        history.Tick(61_000);

        Assert.Equal(5, history.Room.Info.HostId);
    }

    [Fact]
    public void Close_RunningGame_IsTheHosts()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        Assert.Equal(ErrorCodes.Forbidden, room.Ask(new RoomRequest(RoomRequestKind.Close, 2, "", Id: null, default)).Code);

        Assert.Null(room.Ask(new RoomRequest(RoomRequestKind.Close, 1, "", Id: null, default)).Code);

        Assert.True(room.IsDone);
        Assert.Equal(ErrorCodes.RoomNotFound, room.Join(1).Code);
    }

    [Fact]
    public void Join_ThroughTheApi_StaysAsLongAsItAsksForThings()
    {
        var room = new TestRoom<CountingGame>();
        room.Ask(new RoomRequest(RoomRequestKind.Join, 1, "Ann", Id: null, default) { Connected = false });
        room.Advance(TimeSpan.FromSeconds(20));
        room.Ready(1);
        room.Advance(TimeSpan.FromSeconds(20));
        Assert.Single(room.Info.Players);

        room.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(room.Info.Players);
    }

    private static string? Type(JsonElement frame) => frame.GetProperty("type").GetString();

    private static IEnumerable<string?> Updates(TestRoom<CountingGame> room, long userId) =>
        room.Frames(userId).Where(f => Type(f) == "room_updated").Select(f => f.GetProperty("data").GetProperty("action").GetString());
}
