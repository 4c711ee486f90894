namespace Baize.Client.Rooms;

/// <summary>Where a client stands with a room.</summary>
internal enum MembershipPhase
{
    /// <summary>Not in, and not about to be.</summary>
    Out,

    /// <summary>To be joined on the present or the next connection.</summary>
    Joining,

    /// <summary>In, on the present connection.</summary>
    In,
}
