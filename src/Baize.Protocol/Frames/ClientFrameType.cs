namespace Baize.Protocol.Frames;

/// <summary>What a client may ask for: the <c>type</c> of a frame it sends (protocol 2.1).</summary>
public enum ClientFrameType : byte
{
    /// <summary>A type that the protocol does not name; answered with <c>unknown_type</c>.</summary>
    Unknown,

    /// <summary><c>join_room</c>: be a member, from now on or from a position. <c>reconnect</c> is the same.</summary>
    JoinRoom,

    /// <summary><c>leave_room</c>.</summary>
    LeaveRoom,

    /// <summary><c>message</c>: to all members, sequenced and logged.</summary>
    Message,

    /// <summary><c>signal</c>: to the members who are connected now, without a promise.</summary>
    Signal,

    /// <summary><c>action</c>: a move, decided by the room's rules.</summary>
    Action,

    /// <summary><c>ready</c>.</summary>
    Ready,

    /// <summary><c>cancel_ready</c>.</summary>
    CancelReady,

    /// <summary><c>start</c>: the host's.</summary>
    Start,

    /// <summary><c>kick</c>: the host's.</summary>
    Kick,

    /// <summary><c>get_state</c>: the caller's own view.</summary>
    GetState,

    /// <summary><c>ping</c>.</summary>
    Ping,
}
