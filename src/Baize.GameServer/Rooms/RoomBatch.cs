using Baize.Cluster.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>What is committed as one, and who waits for it.</summary>
/// <param name="Commit">The write.</param>
/// <param name="Events">The events in it.</param>
/// <param name="Removed">Users who are no longer members after it.</param>
/// <param name="Waiting">Answers to give when it stands.</param>
internal sealed record RoomBatch(
    RoomCommit Commit,
    IReadOnlyList<RoomEvent> Events,
    IReadOnlyList<long> Removed,
    IReadOnlyList<WaitingAnswer> Waiting)
{
    /// <summary>No commit but a hand-over: to this instance.</summary>
    public string? HandOverTo { get; init; }

    /// <summary>The trace that it is part of: of the first of its requests that has one; null: none.</summary>
    public string? Trace { get; set; }

    /// <summary>How it ended.</summary>
    public CommitOutcome Outcome { get; set; }
}
