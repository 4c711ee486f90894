namespace Baize.Rooms.Runtime;

/// <summary>What may be asked of a room. The numbers travel between instances: never reuse one.</summary>
public enum RoomRequestKind : byte
{
    /// <summary>Be a member: take a seat or the seat already held, or watch.</summary>
    Join = 1,

    /// <summary>Leave for good.</summary>
    Leave = 2,

    /// <summary>The user's last connection is gone; the seat is held for a while. Asked by edges, never by users.</summary>
    Disconnect = 3,

    /// <summary>To all members, sequenced.</summary>
    Message = 4,

    /// <summary>A move in the room's game.</summary>
    Action = 5,

    /// <summary>Ready to start.</summary>
    Ready = 6,

    /// <summary>Not ready after all.</summary>
    CancelReady = 7,

    /// <summary>Start the game; the host's.</summary>
    Start = 8,

    /// <summary>Put a member out; the host's. Data: <c>{"user_id": n}</c>.</summary>
    Kick = 9,

    /// <summary>The caller's own view; changes nothing.</summary>
    GetState = 10,

    /// <summary>A trusted service's word to all members. Data: <c>{"action", "user_id", "room_data"}</c>. Never asked by users.</summary>
    Notify = 11,

    /// <summary>End the room now. The host's, or a trusted service's (user id 0).</summary>
    Close = 12,

    /// <summary>Seat a bot; the host's.</summary>
    AddBot = 13,
}
