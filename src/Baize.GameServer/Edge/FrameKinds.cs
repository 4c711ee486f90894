using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>Numbers for the types of frames, to count them by. What the protocol does not name is <c>other</c>: a client or a caller must not make series.</summary>
internal static class FrameKinds
{
    /// <summary>Client to server, by <see cref="ClientFrameType"/>; the last is what could not be read at all.</summary>
    public static readonly string[] Received =
    [
        "other", "join_room", "leave_room", "message", "signal", "action", "ready", "cancel_ready", "start", "kick", "get_state", "ping", "unreadable",
    ];

    /// <summary>The spans of received frames, by <see cref="ClientFrameType"/>.</summary>
    public static readonly string[] Spans = Array.ConvertAll(Received, type => $"frame {type}");

    /// <summary>What could not be read.</summary>
    public static readonly int Unreadable = Received.Length - 1;

    /// <summary>Server to client, the frequent ones first.</summary>
    public static readonly string[] Sent =
    [
        FrameTypes.Message, FrameTypes.Ack, FrameTypes.Signal, FrameTypes.GameStateUpdate, FrameTypes.RoomUpdated, FrameTypes.Pong, FrameTypes.Error,
        FrameTypes.RoomJoined, FrameTypes.RoomLeft, FrameTypes.Connected, FrameTypes.GameStarted, FrameTypes.GameState, FrameTypes.TimerStart,
        FrameTypes.TimerStop, FrameTypes.GameEnd, FrameTypes.RoomCreated, FrameTypes.RoomDeleted, FrameTypes.Migrate, "lobby", "other",
    ];

    private static readonly byte[][] Quoted = [.. Sent.Select(type => System.Text.Encoding.ASCII.GetBytes($"\"{type}\""))];

    /// <summary>The number of a frame's type, read off its wire: all of ours begin with it.</summary>
    public static int OfWire(ReadOnlySpan<byte> wire)
    {
        var head = wire.Length < 2 ? 0 : wire[1] switch { 126 => 4, 127 => 10, _ => 2 };
        var json = wire[head..];
        if (!json.StartsWith("{\"type\":"u8))
            return Sent.Length - 1;
        json = json["{\"type\":"u8.Length..];
        for (var i = 0; i < Quoted.Length - 1; i++)
        {
            if (json.StartsWith(Quoted[i]))
                return i;
        }
        return Sent.Length - 1;
    }
}
