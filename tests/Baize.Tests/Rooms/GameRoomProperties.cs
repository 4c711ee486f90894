using System.Text;
using Baize.Games.Gomoku;
using Baize.Games.RunFast;
using Baize.Rooms.Runtime;
using Baize.Tests.Rooms.Counting;
using CsCheck;

namespace Baize.Tests.Rooms;

/// <summary>What holds for any sequence of requests to a room with a game.</summary>
public sealed class GameRoomProperties
{
    private static readonly GameCatalog Games = new GameCatalog().Register<CountingGame>().Register<GomokuGame>().Register<RunFastGame>();

    private static readonly RoomRequestKind[] Kinds =
    [
        RoomRequestKind.Join, RoomRequestKind.Join, RoomRequestKind.Leave, RoomRequestKind.Disconnect, RoomRequestKind.Message, RoomRequestKind.GetState,
        RoomRequestKind.Ready, RoomRequestKind.Ready, RoomRequestKind.Ready, RoomRequestKind.CancelReady, RoomRequestKind.Start, RoomRequestKind.Start,
        RoomRequestKind.Kick, RoomRequestKind.AddBot, RoomRequestKind.Notify, RoomRequestKind.Action, RoomRequestKind.Action, RoomRequestKind.Action,
    ];

    private static readonly string[] Actions = ["look", "spoil", "break", "clock", "still", "hide", "pass", "place", "add\",\"n\":1,\"z\":\"", "add\",\"n\":3,\"z\":\""];

    private static readonly Gen<(RoomRequest? Request, int Pause)> Step = Gen.Select(
        Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i]), Gen.Int[1, 5], Gen.Int[0, 60], Gen.Int[0, 7], Gen.Int[0, 4_000], Gen.Int[0, Actions.Length - 1],
        (kind, user, id, flags, pause, action) => (flags, id) is (7, > 40)
            ? ((RoomRequest?)null, pause * 5)
            : (new RoomRequest(kind, user, "u" + user, id < 20 ? null : "i" + id, Data(kind, action, id))
            {
                Connected = flags > 0,
                Spectate = flags == 1,
            }, pause));

    [Theory]
    [InlineData("counting")]
    [InlineData("gomoku")]
    [InlineData("run-fast")]
    public void TakeOver_AtEveryPoint_GivesTheSameEvents(string game) => Step.Array[1, 80].Sample(
        steps =>
        {
            var (steady, restless) = (New(game), New(game));
            var now = 1_000L;
            foreach (var (request, pause) in steps)
            {
                now += pause;
                restless.TakeOver();
                Assert.Equal(Apply(steady, request, now), Apply(restless, request, now));
                Assert.Equal(steady.Room.NextDeadline, restless.Room.NextDeadline);
                Assert.Equal(steady.Room.IsDone, restless.Room.IsDone);
            }
            Assert.Equal(steady.Text(), restless.Text());
            Assert.Equal(steady.Removed, restless.Removed);
            Assert.Equal(steady.Applied, restless.Applied);
            Assert.Equal(steady.Faults.Select(f => f.Rule), restless.Faults.Select(f => f.Rule));
            Assert.Equal(Encoding.UTF8.GetString(steady.Room.Snapshot()), Encoding.UTF8.GetString(restless.Room.Snapshot()));
        },
        iter: 60);

    [Fact]
    public void Handle_AppliedRequestResent_ChangesNothing() => Step.Array[1, 60].Sample(
        steps =>
        {
            var room = New("counting");
            var answered = new Dictionary<(long, string), (RoomRequest Request, long Seq)>();
            var now = 1_000L;
            foreach (var (request, pause) in steps)
            {
                now += pause;
                var before = room.Applied.Count;
                var answer = Apply(room, request, now);
                if (room.Applied.Count > before)
                    answered[(request!.UserId, request.Id!)] = (request, room.Applied[^1].Seq);
                if (room.Room.IsDone)
                    return;
                var (events, state) = (room.Events.Count, Encoding.UTF8.GetString(room.Room.Snapshot()));
                foreach (var (resent, seq) in answered.Values)
                {
                    // Being in or out is a state, not an effect: asked again when it is true no more, it is made true again.
                    if (resent.Kind is RoomRequestKind.Join or RoomRequestKind.Leave)
                        continue;
                    var again = room.Handle(resent, now + 1);
                    Assert.Equal((null, seq), (again.Code, again.Seq));
                }
                Assert.Equal(events, room.Events.Count);
                Assert.Equal(state, Encoding.UTF8.GetString(room.Room.Snapshot()));
            }
        },
        iter: 60);

    [Fact]
    public void NextDeadline_AfterATick_LiesAhead() => Step.Array[1, 60].Sample(
        steps =>
        {
            var room = New("counting");
            var now = 1_000L;
            foreach (var (request, pause) in steps)
            {
                Apply(room, request, now += pause);
                room.Tick(now);
                Assert.True(room.Room.NextDeadline > now, "a room would be woken for nothing, again and again");
            }
        },
        iter: 60);

    private static RoomHistory New(string game) =>
        new(new RoomSetup("r1", game, Name: null, MaxPlayers: null, Options: null, HostId: 0, CreatedAt: 1_000, Seed: 7), Games);

    private static byte[] Data(RoomRequestKind kind, int action, int id) => Encoding.UTF8.GetBytes(kind == RoomRequestKind.Action
        ? $$"""{"name":"{{Actions[action]}}","x":{{id % 15}},"y":{{id % 7}},"cards":[]}"""
        : $$"""{"user_id":{{(id % 7) - 1}}}""");

    private static string Apply(RoomHistory room, RoomRequest? request, long now)
    {
        if (request is null)
        {
            room.Tick(now);
            return "";
        }
        var reply = room.Handle(request, now);
        return $"{reply.Code} {reply.Message} {reply.Seq} {Encoding.UTF8.GetString(reply.Room.Span)} {Encoding.UTF8.GetString(reply.State.Span)}";
    }
}
