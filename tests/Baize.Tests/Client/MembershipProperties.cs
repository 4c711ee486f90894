using System.Text.Json;
using Baize.Client;
using Baize.Client.Connections;
using Baize.Client.Events;
using Baize.Client.Rooms;
using CsCheck;

namespace Baize.Tests.Client;

/// <summary>However the network behaves, the application sees each event once, in order, or is told of a reset.</summary>
public sealed class MembershipProperties
{
    private static readonly JsonElement Info = JsonSerializer.SerializeToElement(new
    {
        room_id = "r",
        game = "relay",
        name = "r",
        status = "playing",
        host_id = 0,
        max_players = 0,
        players = Array.Empty<object>(),
        instance_id = "i",
        created_at = 0,
    });

    [Fact]
    public void TryTake_LossesDoublesReordersAndReconnects_SeesEachEventOnce() =>
        Gen.Int[0, 9].List[1, 300].Sample(steps =>
        {
            var options = new BaizeClientOptions { Url = new Uri("ws://h/ws"), Token = "t" };
            using var session = new Session(options, new Pump(), new Handlers(_ => { }));
            var membership = new Membership(new Room("r", session, _ => { }));
            var (log, head, wire) = ("L1", 5L, 5L); // the server's history, and what it has sent on this connection
            var (expected, resets) = (0L, 0);
            Join();
            expected = membership.Seq + 1;
            foreach (var step in steps)
            {
                switch (step)
                {
                    case <= 3:
                        head++;
                        Deliver(++wire);
                        break;
                    case 4: // said again
                        Deliver(Math.Max(1, wire - 1));
                        break;
                    case 5: // lost on the way
                        head++;
                        wire++;
                        break;
                    case 6: // cut
                        membership.Rejoin();
                        Deliver(wire); // still in the pipe
                        Join();
                        break;
                    case 7:
                        head++; // not sent yet
                        break;
                    case 8 when head % 7 == 0: // the history itself is lost
                        (log, head, wire) = (log + "'", 3, 3);
                        membership.Rejoin();
                        Join();
                        break;
                    default:
                        if (wire < head)
                            Deliver(++wire);
                        break;
                }
            }
            membership.Rejoin();
            Join();
            Assert.Equal(head, membership.Seq);

            void Deliver(long seq)
            {
                if (membership.TryTake(new Frame("message", null, "r", 1, seq, default), out var isGap))
                    Assert.Equal(expected++, seq);
                if (!isGap)
                    return;
                membership.Rejoin();
                Join();
            }

            void Join()
            {
                var (position, known) = (membership.Seq, membership.Snapshot.Log);
                var recovered = known == log && position <= head;
                var data = JsonSerializer.SerializeToElement(new { log, seq = head, recovered, room = Info });
                if (membership.Joined(new Frame("room_joined", "id", "r", 0, 0, data)))
                    resets++;
                if (!recovered)
                    expected = head + 1;
                for (wire = recovered ? position : head; wire < head;)
                    Deliver(++wire);
            }
        });
}
