namespace Baize.Cluster.Rooms;

/// <summary>How a claim ended.</summary>
public enum ClaimOutcome
{
    /// <summary>The room is the claimer's.</summary>
    Claimed,

    /// <summary>Another instance holds it, or none by now; the claimer had expected someone else.</summary>
    Held,

    /// <summary>There is no such room and the claim was not to make one.</summary>
    Absent,

    /// <summary>The claim was to make a room and there is one.</summary>
    Exists,
}
