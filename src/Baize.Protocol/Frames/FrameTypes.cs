namespace Baize.Protocol.Frames;

/// <summary>The <c>type</c> of the frames a server sends (protocol 2.2).</summary>
public static class FrameTypes
{
    /// <summary>First frame of a connection.</summary>
    public const string Connected = "connected";

    /// <summary>The frame with this id took effect.</summary>
    public const string Ack = "ack";

    /// <summary>The frame with this id did not take effect.</summary>
    public const string Error = "error";

    /// <summary>Answer to a join.</summary>
    public const string RoomJoined = "room_joined";

    /// <summary>Answer to a leave.</summary>
    public const string RoomLeft = "room_left";

    /// <summary>Sequenced: the roster or the life of a room changed, or a trusted service says so.</summary>
    public const string RoomUpdated = "room_updated";

    /// <summary>Sequenced: as a member sent it.</summary>
    public const string Message = "message";

    /// <summary>Unsequenced: as a member sent it.</summary>
    public const string Signal = "signal";

    /// <summary>Sequenced: the game began.</summary>
    public const string GameStarted = "game_started";

    /// <summary>Answer to <c>get_state</c>.</summary>
    public const string GameState = "game_state";

    /// <summary>Sequenced: the game's state changed; <c>data.state</c> is the receiver's own view.</summary>
    public const string GameStateUpdate = "game_state_update";

    /// <summary>Sequenced: a timer runs.</summary>
    public const string TimerStart = "timer_start";

    /// <summary>Sequenced: a timer was stopped.</summary>
    public const string TimerStop = "timer_stop";

    /// <summary>Sequenced: the game is over.</summary>
    public const string GameEnd = "game_end";

    /// <summary>To everyone online: a room was created.</summary>
    public const string RoomCreated = "room_created";

    /// <summary>To everyone online: a room is gone.</summary>
    public const string RoomDeleted = "room_deleted";

    /// <summary>This instance is going away; reconnect and resume.</summary>
    public const string Migrate = "migrate";

    /// <summary>Answer to a ping.</summary>
    public const string Pong = "pong";
}
