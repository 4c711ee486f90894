namespace Baize.GameServer.Rooms;

/// <summary>What an instance says when asked as a room's owner.</summary>
internal enum OwnerReplyStatus : byte
{
    /// <summary>The room answered, perhaps with a refusal.</summary>
    Answered = 0,

    /// <summary>The room is not here (any more): look again who owns it.</summary>
    NotHere = 1,

    /// <summary>There is no such room.</summary>
    NoRoom = 2,

    /// <summary>The room is here but cannot answer now: the store is away, or too much waits.</summary>
    Unavailable = 3,
}
