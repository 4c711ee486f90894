namespace Baize.Cluster.Rooms;

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>It stands, by this call or by an earlier one of the same commit.</summary>
    Committed,

    /// <summary>Another owner has claimed the room: the writer lets go of it.</summary>
    Fenced,

    /// <summary>The record is not there, or of another history, or older than what was acknowledged: the store has lost writes.</summary>
    Lost,
}
