namespace Baize.GameServer.Rooms;

/// <summary>Why a room that had an owner gets another, for the figures.</summary>
internal enum TakeoverCause
{
    /// <summary>Its owner is dead: nothing listens to its channel, and it does not answer.</summary>
    Dead,

    /// <summary>Its owner listens but did not answer in time: stalled, or cut off.</summary>
    Unanswered,

    /// <summary>It had none that runs it: its owner had stopped and left it behind, or the directory named this instance.</summary>
    Orphaned,

    /// <summary>No takeover: its owner gave it to this instance.</summary>
    HandedOver,
}
