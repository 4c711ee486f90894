using System.Text;
using System.Text.Json;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;
using Baize.Rooms.Testing;
using Baize.Tests.Rooms.Counting;

namespace Baize.Tests.Rooms;

/// <summary>What rules may do, and what becomes of rules that fail.</summary>
public sealed class GameRoomRuleTests
{
    [Fact]
    public void Act_LegalMove_ShowsEachTheirOwnView()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        room.Join(9, spectate: true);

        var reply = room.Act(1, "add", new { n = 3 });

        var secrets = room.State<CountingState>().Secrets;
        foreach (var (user, secret) in ((long, int?)[])[(1, secrets[0]), (2, secrets[1]), (9, null)])
        {
            var frame = room.Frames(user)[^1];
            Assert.Equal("game_state_update", frame.GetProperty("type").GetString());
            Assert.Equal(1, frame.GetProperty("user_id").GetInt64());
            Assert.Equal(reply.Seq, frame.GetProperty("seq").GetInt64());
            Assert.Equal("add", frame.GetProperty("data").GetProperty("cause").GetString());
            var state = frame.GetProperty("data").GetProperty("state");
            Assert.Equal(3, state.GetProperty("total").GetInt32());
            Assert.Equal(secret, state.GetProperty("secret").Deserialize<int?>());
            Assert.Equal(state.GetRawText(), room.View(user).GetRawText());
        }
        Assert.DoesNotContain(secrets[1].ToString(), room.AllTold(1), StringComparison.Ordinal);
        Assert.DoesNotContain(secrets[0].ToString(), room.AllTold(9), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Act_ViewsAllAlike_ShareOneFrame(bool open)
    {
        var history = Playing(open ? """{"open":true}""" : "{}");

        history.Handle(Action(1, """{"name":"add","n":1}"""), 2_000);

        Assert.Equal(open, LogEntry.IsShared(history.Events[^1].Entry.Span));
    }

    [Fact]
    public void Act_NothingChanges_IsAnsweredWithoutAnEvent()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        var frames = room.Frames(1).Count;

        var reply = room.Act(1, "look");

        Assert.Equal((null, 0), (reply.Code, reply.Seq));
        Assert.Equal(frames, room.Frames(1).Count);
    }

    [Theory]
    [InlineData(2, "{\"name\":\"add\",\"n\":1}", ErrorCodes.NotYourTurn)]
    [InlineData(1, "{\"name\":\"add\",\"n\":4}", ErrorCodes.IllegalMove)]
    [InlineData(1, "{\"name\":\"subtract\"}", ErrorCodes.IllegalMove)]
    [InlineData(1, "{\"name\":\"add\"}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":\"add\",\"n\":\"1\"}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":\"add\",\"n\":1e99}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":\"add\",\"n\":null}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":7}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":\"\\ud800\"}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"nam\\ud800\":1,\"name\":\"add\",\"n\":1}", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":\"add\",\"n\":1,\"\\ud800\":1}", ErrorCodes.BadFrame)]
    [InlineData(1, "[1]", ErrorCodes.BadFrame)]
    [InlineData(1, "", ErrorCodes.BadFrame)]
    [InlineData(1, "{\"name\":\"spoil\"}", ErrorCodes.IllegalMove)]
    public void Act_Refused_ChangesNothing(long userId, string data, string code)
    {
        var history = Playing("{}");
        var (events, state) = (history.Events.Count, history.Room.Snapshot());

        var reply = history.Handle(Action(userId, data, "a1"), 2_000);

        Assert.Equal(code, reply.Code);
        Assert.Equal(events, history.Events.Count);
        Assert.Equal(Encoding.UTF8.GetString(state), Encoding.UTF8.GetString(history.Room.Snapshot()));
        Assert.Empty(history.Faults);
        Assert.Empty(history.Applied);
        Assert.Equal(0, Total(history)); // nor what the rules go on with in memory
    }

    [Fact]
    public void Act_OutsideTheGame_IsRefused()
    {
        var room = new TestRoom<CountingGame>(new { goal = 1 }, seats: 2);
        room.Join(1);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(1, "add", new { n = 1 }).Code);
        room.Join(2);
        room.Ready(2);
        room.Start(1);
        room.Act(1, "add", new { n = 1 });

        Assert.Equal(ErrorCodes.IllegalMove, room.Act(2, "add", new { n = 1 }).Code);
    }

    [Fact]
    public void Act_RuleThrows_IsInternalAndHarmsNothing()
    {
        var history = Playing("{}");
        var (events, state) = (history.Events.Count, history.Room.Snapshot());

        var reply = history.Handle(Action(1, """{"name":"break"}""", "a1"), 2_000);

        Assert.Equal(ErrorCodes.Internal, reply.Code);
        var fault = Assert.Single(history.Faults);
        Assert.Equal(("action break", "the rule is broken"), (fault.Rule, fault.Exception.Message));
        Assert.Equal(events, history.Events.Count);
        Assert.Equal(Encoding.UTF8.GetString(state), Encoding.UTF8.GetString(history.Room.Snapshot()));
        Assert.Null(history.Handle(Action(1, """{"name":"add","n":1}""", "a1"), 2_001).Code); // and the id is still free
        Assert.Equal(1, Total(history));
    }

    [Fact]
    public void Act_ViewThrows_IsInternalAndHarmsNothing()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        room.ThrowsFaults = false;

        Assert.Equal(ErrorCodes.Internal, room.Act(1, "hide").Code);

        Assert.False(room.State<CountingState>().Hidden);
        Assert.Equal("action hide", Assert.Single(room.Faults).Rule);
    }

    [Fact]
    public void Act_SameIdTwice_TakesEffectOnce()
    {
        var history = Playing("{}");
        var first = history.Handle(Action(1, """{"name":"add","n":1}""", "a1"), 2_000);
        history.Handle(Action(2, """{"name":"add","n":1}""", "a1"), 2_001); // another user's id
        history.TakeOver();

        var again = history.Handle(Action(1, """{"name":"add","n":1}""", "a1"), 2_002);

        Assert.Equal((null, first.Seq), (again.Code, again.Seq));
        Assert.Equal(first.Seq + 1, history.Room.Seq);
    }

    [Fact]
    public void StartTimer_FiresAtItsDeadlineWhoeverOwnsTheRoom()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        var start = room.Now;
        room.Act(2, "clock");
        var timer = room.Frames(1)[^1];
        Assert.Equal("timer_start", timer.GetProperty("type").GetString());
        Assert.Equal(
            $$"""{"name":"clock","user_id":2,"deadline_at":{{start + 10_000}},"duration_ms":10000}""",
            timer.GetProperty("data").GetRawText());

        room.Advance(TimeSpan.FromSeconds(4));
        room.Act(2, "clock"); // anew
        room.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(room.State<CountingState>().Seen);
        room.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([$"timer clock at {start + 14_000}"], room.State<CountingState>().Seen);
    }

    [Fact]
    public void StopTimer_DoesNotFireAndIsTold()
    {
        var room = TestRoom.Play<CountingGame>(players: 2);
        room.Act(2, "clock");

        room.Act(1, "still");

        Assert.Equal("""{"name":"clock","user_id":2}""", room.Frames(1)[^1].GetProperty("data").GetRawText());
        room.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(room.State<CountingState>().Seen);
        var frames = room.Frames(1).Count;
        room.Act(1, "still"); // none runs
        Assert.Equal(frames, room.Frames(1).Count);
    }

    [Fact]
    public void End_StopsTimersAndTellsTheResult()
    {
        var room = TestRoom.Play<CountingGame>(players: 2, options: new { goal = 3 });
        room.Act(2, "clock");

        room.Act(1, "add", new { n = 3 });

        Assert.Equal(["game_state_update", "timer_stop", "game_end"], room.Frames(2).TakeLast(3).Select(f => f.GetProperty("type").GetString()));
        Assert.Equal(
            """{"winners":[1],"reason":"goal","details":{"total":3}}""",
            room.Frames(2)[^1].GetProperty("data").GetProperty("result").GetRawText());
        room.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(room.State<CountingState>().Seen);
    }

    [Fact]
    public void Bot_PlaysItsTurnsWithAPause()
    {
        var room = new TestRoom<CountingGame>(new { goal = 20 }, seats: 2);
        room.Join(1);
        Assert.Null(room.AddBot(1).Code);
        Assert.Equal(ErrorCodes.RoomFull, room.AddBot(1).Code);
        Assert.Equal((-2, "Bot 2", true), (room.Info.Players[1].UserId, room.Info.Players[1].Name, room.Info.Players[1].Ready));
        room.Start(1);

        for (var moves = 0; !room.HasEnded; moves++)
        {
            Assert.True(moves < 40, "the game does not end");
            if (room.State<CountingState>().Turn == 0)
                room.Act(1, "add", new { n = 1 });
            else
                room.Advance(TimeSpan.FromMilliseconds(700));
        }

        Assert.Contains(room.Frames(1), f => f.TryGetProperty("user_id", out var user) && user.GetInt64() == -2);
    }

    [Fact]
    public void Bot_MoveRefusedByItsOwnRules_IsAFaultAndNotRepeated()
    {
        var room = new TestRoom<CountingGame>(new { bad_bot = true }, seats: 2) { ThrowsFaults = false };
        room.Join(1);
        room.AddBot(1);
        room.Start(1);
        room.Act(1, "add", new { n = 1 });

        room.Advance(TimeSpan.FromSeconds(60));

        Assert.Contains("1 to 3 can", Assert.Single(room.Faults).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kick_Bot_FreesItsSeat()
    {
        var room = new TestRoom<CountingGame>(seats: 2);
        room.Join(1);
        room.AddBot(1);

        Assert.Null(room.Kick(1, -2).Code);

        Assert.Single(room.Info.Players);
    }

    private static RoomHistory Playing(string options)
    {
        var history = new RoomHistory(
            new RoomSetup("r1", "counting", Name: null, MaxPlayers: 2, JsonElement.Parse(options), HostId: 0, CreatedAt: 1_000, Seed: 1),
            new GameCatalog().Register<CountingGame>());
        foreach (var user in (long[])[1, 2])
            history.Handle(new RoomRequest(RoomRequestKind.Join, user, "u" + user, Id: null, default), 1_000);
        history.Handle(new RoomRequest(RoomRequestKind.Ready, 2, "", Id: null, default), 1_000);
        history.Handle(new RoomRequest(RoomRequestKind.Start, 1, "", Id: null, default), 1_000);
        return history;
    }

    private static int Total(RoomHistory history) => JsonElement.Parse(
        history.Handle(new RoomRequest(RoomRequestKind.GetState, 1, "", Id: null, default), 3_000).State.Span).GetProperty("total").GetInt32();

    private static RoomRequest Action(long userId, string data, string? id = null) =>
        new(RoomRequestKind.Action, userId, "", id, Encoding.UTF8.GetBytes(data));
}
