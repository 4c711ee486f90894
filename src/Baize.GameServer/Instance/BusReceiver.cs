using Baize.Cluster.Bus;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;

namespace Baize.GameServer.Instance;

/// <summary>Hands what the bus brings to whom it is for. It only parses and posts: the bus' reader never waits.</summary>
internal sealed partial class BusReceiver(
    IBus bus,
    RoomHost host,
    OwnerLink link,
    EdgeRooms edge,
    Lobby lobby,
    DeadInstances dead,
    ClusterWatch watch,
    Registration registration,
    ILogger<BusReceiver> logger) : IBusHandler
{
    public void OnPost(string from, byte kind, ReadOnlyMemory<byte> body)
    {
        switch ((BusKind)kind)
        {
            case BusKind.Events:
                edge.OnEvents(RoomEvents.Decode(body));
                break;
            case BusKind.Signal:
                var (roomId, frame) = RoomWords.ReadSignal(body);
                edge.OnSignal(roomId.Span, frame.Span);
                break;
            case BusKind.SignalUp:
                (roomId, frame) = RoomWords.ReadSignal(body);
                if (host.Find(roomId.Span) is { } signalled)
                {
                    signalled.Signal(frame.Span);
                    signalled.TellEdges(from); // the next it sends itself
                }
                break;
            case BusKind.Edges:
                var (at, edges) = RoomWords.ReadEdges(body);
                edge.OnEdges(at, edges);
                break;
            case BusKind.EdgesWanted:
                foreach (var wanted in RoomWords.ReadRooms(body))
                    host.Find(wanted)?.TellEdges(from);
                break;
            case BusKind.Expel:
                var (expelledFrom, users) = RoomWords.ReadExpel(body);
                edge.OnExpelled(expelledFrom, users);
                break;
            case BusKind.Moved:
                foreach (var moved in RoomWords.ReadRooms(body))
                {
                    host.Doubt(moved);
                    edge.OnMoved(moved, from);
                }
                break;
            case BusKind.Digest:
                foreach (var (room, logId, head) in RoomWords.ReadHeads(body))
                    edge.OnHead(room, logId, head);
                break;
            case BusKind.Adopt:
                var (owner, rooms) = RoomWords.ReadAdopt(body);
                dead.Adopt(owner, rooms);
                break;
            case BusKind.Probe:
                watch.OnProbe();
                break;
            default:
                Log.UnknownKind(logger, from, kind); // a newer version's: it must do without us
                break;
        }
    }

    public void OnRequest(BusReturnAddress from, byte kind, ReadOnlyMemory<byte> body)
    {
        switch ((BusKind)kind)
        {
            case BusKind.Ask:
                link.AskHere(RoomAsk.Decode(body, from.InstanceId) with { Number = from.Number }, answer => bus.Reply(from, OwnerReply.Encode(answer)));
                break;
            case BusKind.Verify:
                bus.Reply(from, RoomWords.Heads(host.HeadsFor(from.InstanceId, RoomWords.ReadRooms(body))));
                break;
            default:
                Log.UnknownKind(logger, from.InstanceId, kind);
                break;
        }
    }

    public void OnBroadcast(Broadcast broadcast) => lobby.Deliver(broadcast);

    public void OnReconnected()
    {
        registration.Announce();
        host.VerifyOwned();
        host.TellHeadsAgain();
        edge.OnBusBack();
    }

    public void OnUnheard(string instanceId) => dead.Suspect(instanceId);

    private static partial class Log // ids 2230-2239
    {
        [LoggerMessage(2230, LogLevel.Warning, "Instance {From} says something of kind {Kind} that this version does not know.", EventName = "UnknownKind")]
        public static partial void UnknownKind(ILogger logger, string from, byte kind);
    }
}
