using System.Text;
using Baize.Rooms.Runtime;
using CsCheck;

namespace Baize.Tests.Rooms;

/// <summary>What holds for any sequence of requests.</summary>
public sealed class RoomProperties
{
    private static readonly RoomRequestKind[] Kinds =
    [
        RoomRequestKind.Join, RoomRequestKind.Join, RoomRequestKind.Leave, RoomRequestKind.Disconnect, RoomRequestKind.Message,
        RoomRequestKind.Message, RoomRequestKind.Notify, RoomRequestKind.GetState, RoomRequestKind.Action, RoomRequestKind.Kick,
    ];

    private static readonly Gen<(RoomRequest? Request, int Pause)> Step = Gen.Select(
        Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i]), Gen.Int[0, 6], Gen.Int[0, 40], Gen.Bool, Gen.Int[0, 12_000], Gen.Int[0, 9],
        (kind, user, id, connected, pause, tick) => tick == 0
            ? ((RoomRequest?)null, pause * 4)
            : (new RoomRequest(kind, user, "u" + user, id < 10 ? null : "i" + id, Encoding.UTF8.GetBytes($$"""{"user_id":{{id % 7}}}"""))
            {
                Connected = connected,
            }, pause));

    [Fact]
    public void TakeOver_AtAnyPoint_GivesTheSameEventsAfterwards() =>
        Gen.Select(Step.Array[1, 60], Gen.Int[0, 60]).Sample((steps, at) =>
        {
            var steady = new RoomHistory(RoomHistory.Relay());
            var moved = new RoomHistory(RoomHistory.Relay());
            var restless = new RoomHistory(RoomHistory.Relay());
            var now = 1_000L;
            for (var i = 0; i < steps.Length; i++)
            {
                now += steps[i].Pause;
                if (i == at)
                    moved.TakeOver();
                restless.TakeOver();
                var replies = ((RoomHistory[])[steady, moved, restless]).Select(room => Apply(room, steps[i].Request, now)).Distinct();
                Assert.Single(replies);
            }
            Assert.Equal(steady.Text(), moved.Text());
            Assert.Equal(steady.Text(), restless.Text());
            Assert.Equal(steady.Removed, restless.Removed);
            Assert.Equal(steady.Applied, restless.Applied);
            Assert.Equal(steady.Room.Snapshot(), restless.Room.Snapshot());
        });

    [Fact]
    public void Handle_AppliedRequestResent_ChangesNothingAndIsAnsweredTheSame() =>
        Step.Array[1, 40].Sample(steps =>
        {
            var room = new RoomHistory(RoomHistory.Relay());
            var answered = new Dictionary<(long, string), (RoomRequest Request, long Seq)>();
            var now = 1_000L;
            foreach (var (request, pause) in steps)
            {
                now += pause;
                var before = room.Applied.Count;
                var reply = request is null ? null : room.Handle(request, now);
                if (request is null)
                    room.Tick(now);
                else if (room.Applied.Count > before)
                    answered[(request.UserId, request.Id!)] = (request, reply!.Seq);

                var (events, state) = (room.Events.Count, room.Room.Snapshot());
                foreach (var (resent, seq) in answered.Values)
                {
                    // Being in or out is a state, not an effect: asked again when it is true no more, it is made true again.
                    if (resent.Kind is RoomRequestKind.Join or RoomRequestKind.Leave && resent != request)
                        continue;
                    Assert.Equal((null, seq), (room.Handle(resent, now + 1).Code, room.Handle(resent, now + 1).Seq));
                }
                Assert.Equal(events, room.Events.Count);
                Assert.Equal(state, room.Room.Snapshot());
            }
        });

    [Fact]
    public void Handle_AnyRequests_NumberEventsWithoutAGap() =>
        Step.Array[1, 60].Sample(steps =>
        {
            var room = new RoomHistory(RoomHistory.Relay());
            var now = 1_000L;
            foreach (var (request, pause) in steps)
                Apply(room, request, now += pause);
            Assert.Equal(Enumerable.Range(1, room.Events.Count).Select(i => (long)i), room.Events.Select(e => e.Seq));
            Assert.Equal(room.Events.Count, room.Room.Seq);
        });

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
