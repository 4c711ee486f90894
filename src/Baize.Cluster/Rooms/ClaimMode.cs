namespace Baize.Cluster.Rooms;

/// <summary>What a claim does about a room that has no record.</summary>
public enum ClaimMode
{
    /// <summary>Only a room that exists.</summary>
    Existing,

    /// <summary>Make the record where there is none.</summary>
    OrCreate,

    /// <summary>Only make a record: a room that exists stays untouched.</summary>
    CreateOnly,
}
