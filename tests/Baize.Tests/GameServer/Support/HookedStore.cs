using Baize.Cluster.Local;
using Baize.Cluster.Rooms;

namespace Baize.Tests.GameServer.Support;

/// <summary>A store in memory whose answers a test may hold up or replace.</summary>
internal sealed class HookedStore : IRoomStore
{
    public LocalRoomStore Inner { get; } = new(TimeProvider.System);

    public Func<Task>? BeforeClaim { get; set; }

    public Func<Task>? BeforeCommit { get; set; }

    public Func<long, LogSlice?>? OnReadLog { get; set; }

    public ValueTask<string?> GetOwnerAsync(string roomId, CancellationToken cancellationToken) => Inner.GetOwnerAsync(roomId, cancellationToken);

    public async ValueTask<ClaimResult> ClaimAsync(string roomId, string? expectedOwner, string claimer, ClaimMode mode, CancellationToken cancellationToken)
    {
        if (BeforeClaim is { } before)
            await before();
        return await Inner.ClaimAsync(roomId, expectedOwner, claimer, mode, cancellationToken);
    }

    public async ValueTask<CommitOutcome> CommitAsync(RoomCommit commit, CancellationToken cancellationToken)
    {
        if (BeforeCommit is { } before)
            await before();
        return await Inner.CommitAsync(commit, cancellationToken);
    }

    public async ValueTask<LogSlice> ReadLogAsync(string roomId, long afterSeq, CancellationToken cancellationToken) =>
        OnReadLog?.Invoke(afterSeq) ?? await Inner.ReadLogAsync(roomId, afterSeq, cancellationToken);

    public ValueTask<RoomRecord?> RestoreAsync(RoomRestore restore, CancellationToken cancellationToken) => Inner.RestoreAsync(restore, cancellationToken);

    public ValueTask<bool> DeleteAsync(string roomId, long term, string logId, string owner, CancellationToken cancellationToken) =>
        Inner.DeleteAsync(roomId, term, logId, owner, cancellationToken);

    public ValueTask<RoomListing?> GetAsync(string roomId, CancellationToken cancellationToken) => Inner.GetAsync(roomId, cancellationToken);

    public ValueTask<string?> GetRulesAsync(string roomId, CancellationToken cancellationToken) => Inner.GetRulesAsync(roomId, cancellationToken);

    public ValueTask<RoomPosition?> GetPositionAsync(string roomId, CancellationToken cancellationToken) => Inner.GetPositionAsync(roomId, cancellationToken);

    public ValueTask<RoomPage> ListAsync(RoomFilter filter, int limit, string? cursor, CancellationToken cancellationToken) =>
        Inner.ListAsync(filter, limit, cursor, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListOwnedAsync(string instanceId, CancellationToken cancellationToken) => Inner.ListOwnedAsync(instanceId, cancellationToken);

    public ValueTask ForgetOwnedAsync(string instanceId, string roomId, CancellationToken cancellationToken) => Inner.ForgetOwnedAsync(instanceId, roomId, cancellationToken);

    public ValueTask<bool> HandOverAsync(string roomId, long term, string logId, string owner, string newOwner, CancellationToken cancellationToken) =>
        Inner.HandOverAsync(roomId, term, logId, owner, newOwner, cancellationToken);
}
