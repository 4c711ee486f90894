namespace Baize.Cluster.Rooms;

/// <summary>Who owns which room, and the rooms' records. Every write is atomic and fenced by the owner's term.</summary>
/// <remarks>All methods throw <see cref="ClusterUnavailableException"/> where the store does not answer in time.</remarks>
public interface IRoomStore
{
    /// <summary>The instance in <c>room:instance:&lt;room&gt;</c>; null where there is none.</summary>
    ValueTask<string?> GetOwnerAsync(string roomId, CancellationToken cancellationToken);

    /// <summary>Takes a room over by compare-and-set. Of many claimers exactly one wins, and the term rises by one.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="expectedOwner">The owner that the claimer saw; null or empty: none.</param>
    /// <param name="claimer">The instance that wants it.</param>
    /// <param name="mode">What to do where there is no record.</param>
    /// <param name="cancellationToken">Ends the wait; the claim may or may not stand.</param>
    ValueTask<ClaimResult> ClaimAsync(string roomId, string? expectedOwner, string claimer, ClaimMode mode, CancellationToken cancellationToken);

    /// <summary>Writes events, snapshot and applied requests as one. A commit that is repeated (the same object) takes effect once.</summary>
    ValueTask<CommitOutcome> CommitAsync(RoomCommit commit, CancellationToken cancellationToken);

    /// <summary>Writes a room anew from its owner's memory, under a new term and a new log id, after the store has lost it. Safe to repeat.</summary>
    /// <returns>The new record; null where a later owner or another history stands there by now: the writer lets go of the room.</returns>
    ValueTask<RoomRecord?> RestoreAsync(RoomRestore restore, CancellationToken cancellationToken);

    /// <summary>Deletes a room's record, if the term is still the writer's.</summary>
    /// <returns>Whether it was deleted.</returns>
    ValueTask<bool> DeleteAsync(string roomId, long term, string logId, string owner, CancellationToken cancellationToken);

    /// <summary>The log after a position.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="afterSeq">The last position the reader has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<LogSlice> ReadLogAsync(string roomId, long afterSeq, CancellationToken cancellationToken);

    /// <summary>One room as listings show it; null where there is none.</summary>
    ValueTask<RoomListing?> GetAsync(string roomId, CancellationToken cancellationToken);

    /// <summary><see cref="RoomSummary.Rules"/> as last written; null where there is no room or none were written.</summary>
    ValueTask<string?> GetRulesAsync(string roomId, CancellationToken cancellationToken);

    /// <summary>Where one room stands; null where there is none.</summary>
    ValueTask<RoomPosition?> GetPositionAsync(string roomId, CancellationToken cancellationToken);

    /// <summary>Rooms, newest first. A page may be short, or empty, and yet not the last: a filter looks at a bounded number of rooms.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">Rooms on a page, 1 to 200.</param>
    /// <param name="cursor">Where the last page ended; null: from the start.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    ValueTask<RoomPage> ListAsync(RoomFilter filter, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>The rooms that an instance has claimed and not let go of; may name some that are no longer its own.</summary>
    ValueTask<IReadOnlyList<string>> ListOwnedAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Takes a room off the list of an instance that no longer owns it; where it does own it, the room stays.</summary>
    ValueTask ForgetOwnedAsync(string instanceId, string roomId, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a room to another instance: the term rises, so that the writer's is over, and the named one claims it with itself as
    /// the expected owner. Safe to repeat.
    /// </summary>
    /// <param name="roomId">The room.</param>
    /// <param name="term">The writer's term.</param>
    /// <param name="logId">The writer's history.</param>
    /// <param name="owner">The writer.</param>
    /// <param name="newOwner">The instance that goes on with it.</param>
    /// <param name="cancellationToken">Ends the wait; it may or may not be given.</param>
    /// <returns>Whether it is the named one's now; false where the room was not the writer's any more.</returns>
    ValueTask<bool> HandOverAsync(string roomId, long term, string logId, string owner, string newOwner, CancellationToken cancellationToken);
}
