namespace Baize.GameServer.Rooms;

/// <summary>What instances say to each other about rooms. The numbers travel between versions: never reuse one.</summary>
internal enum BusKind : byte
{
    /// <summary>Edge to owner, wants an answer: <see cref="RoomAsk"/>.</summary>
    Ask = 1,

    /// <summary>Owner to edge: committed events.</summary>
    Events = 2,

    /// <summary>To an edge, from another or the owner: a signal for the members there.</summary>
    Signal = 3,

    /// <summary>Edge to owner: a member's signal, where the edge does not know the others yet.</summary>
    SignalUp = 4,

    /// <summary>Owner to edge: users who are no longer members.</summary>
    Expel = 5,

    /// <summary>New owner to edge: the room has moved; tell me who is with you.</summary>
    Moved = 6,

    /// <summary>Edge to owner, wants an answer: are these rooms still yours, and have I missed something?</summary>
    Verify = 7,

    /// <summary>An instance to itself: does my channel still reach me?</summary>
    Probe = 8,

    /// <summary>Owner to edge, once a second: the heads of rooms that have changed, so that a lost last event is noticed.</summary>
    Digest = 9,

    /// <summary>To one of the living: take these rooms of an owner that is dead, or that hands them over to you.</summary>
    Adopt = 10,

    /// <summary>Owner to edge: the instances that have members of a room, to whom the edge sends its members' signals itself.</summary>
    Edges = 11,

    /// <summary>Edge to owner: say <see cref="Edges"/> again.</summary>
    EdgesWanted = 12,
}
