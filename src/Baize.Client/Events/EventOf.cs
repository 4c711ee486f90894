using Baize.Client.Connections;
using Baize.Protocol.Frames;

namespace Baize.Client.Events;

/// <summary>Frames as typed events.</summary>
internal static class EventOf
{
    public static RoomEvent Room(Frame frame) => frame.Type switch
    {
        FrameTypes.Message => new RoomMessage(frame),
        FrameTypes.Signal => new RoomSignal(frame),
        FrameTypes.RoomUpdated => new RoomUpdated(frame),
        FrameTypes.GameStarted => new GameStarted(frame),
        FrameTypes.GameStateUpdate => new GameStateUpdated(frame),
        FrameTypes.TimerStart => new TimerStarted(frame),
        FrameTypes.TimerStop => new TimerStopped(frame),
        FrameTypes.GameEnd => new GameEnded(frame),
        _ => new OtherRoomEvent(frame),
    };

    public static ServerEvent Server(Frame frame) => frame.Type switch
    {
        FrameTypes.RoomCreated => new RoomCreated(frame),
        FrameTypes.RoomDeleted => new RoomDeleted(frame),
        "lobby" => new LobbyMessage(frame),
        FrameTypes.Migrate => new MigrationAnnounced(frame),
        _ => new ServerEvent(frame),
    };
}
