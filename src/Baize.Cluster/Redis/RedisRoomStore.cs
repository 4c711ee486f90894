using System.Globalization;
using Baize.Cluster.Rooms;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The rooms' records in Redis, or in Garnet.</summary>
internal sealed partial class RedisRoomStore(IConnectionMultiplexer commits, IConnectionMultiplexer registry, TimeProvider time) : IRoomStore
{
    /// <summary>Applied requests kept per room: as many as a room's runtime remembers.</summary>
    private const int KeepApplied = 1024;

    private IDatabase Database => commits.GetDatabase();

    public async ValueTask<string?> GetOwnerAsync(string roomId, CancellationToken cancellationToken) =>
        await Database.StringGetAsync(RedisKeys.Owner(roomId)).Answer(cancellationToken);

    public async ValueTask<ClaimResult> ClaimAsync(
        string roomId, string? expectedOwner, string claimer, ClaimMode mode, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        // Noted before the claim: the set of an instance's rooms may name too many, never too few.
        var noted = registry.GetDatabase().SetAddAsync(RedisKeys.InstanceRooms(claimer), roomId);
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.Claim,
            RedisKeys.Room(roomId),
            [claimer, expectedOwner ?? "", mode.ToString(), NewLogId(), now]).Answer(cancellationToken))!;
        await noted.Answer(cancellationToken);

        var owner = (string)reply[1]!;
        var outcome = (string)reply[0]! switch
        {
            "claimed" => ClaimOutcome.Claimed,
            "held" => ClaimOutcome.Held,
            "absent" => ClaimOutcome.Absent,
            _ => ClaimOutcome.Exists,
        };
        if (outcome != ClaimOutcome.Claimed)
        {
            if (owner != claimer)
                _ = registry.GetDatabase().SetRemoveAsync(RedisKeys.InstanceRooms(claimer), roomId, CommandFlags.FireAndForget);
            return new ClaimResult(outcome, owner, Record: null);
        }
        var edges = (string)reply[5]!;
        var isNew = (string)reply[6]! == "1";
        if (isNew)
            await registry.GetDatabase().SortedSetAddAsync(RedisKeys.Rooms, roomId, now).Answer(cancellationToken);
        var record = new RoomRecord(
            (long)reply[2],
            (string)reply[3]!,
            (long)reply[4],
            (byte[])reply[7]!,
            Entries(reply[8]),
            edges.Length == 0 ? [] : edges.Split(' '),
            isNew);
        return new ClaimResult(outcome, owner, record);
    }

    public async ValueTask<CommitOutcome> CommitAsync(RoomCommit commit, CancellationToken cancellationToken)
    {
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.Commit, RedisKeys.Room(commit.RoomId), Arguments(commit)).Answer(cancellationToken))!;
        return (string)reply[0]! switch
        {
            "committed" => CommitOutcome.Committed,
            "fenced" => CommitOutcome.Fenced,
            _ => CommitOutcome.Lost,
        };
    }

    public async ValueTask<RoomRecord?> RestoreAsync(RoomRestore restore, CancellationToken cancellationToken)
    {
        var index = registry.GetDatabase();
        var noted = index.SetAddAsync(RedisKeys.InstanceRooms(restore.Owner), restore.RoomId);
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.Restore,
            RedisKeys.Room(restore.RoomId),
            [
                restore.Owner, restore.Term, restore.LogId, NewLogId(), restore.Seq, restore.CreatedAt, restore.State,
                string.Join(' ', restore.Edges), restore.Summary.Info, restore.Summary.Game, restore.Summary.Status,
            ]).Answer(cancellationToken))!;
        await noted.Answer(cancellationToken);
        if ((string)reply[0]! == "fenced")
            return null;
        await index.SortedSetAddAsync(RedisKeys.Rooms, restore.RoomId, restore.CreatedAt).Answer(cancellationToken);
        return new RoomRecord((long)reply[1], (string)reply[2]!, restore.Seq, restore.State, Applied: [], restore.Edges, IsNew: false);
    }

    public async ValueTask<bool> DeleteAsync(string roomId, long term, string logId, string owner, CancellationToken cancellationToken)
    {
        var deleted = (int)await Database.ScriptEvaluateAsync(
            RoomScripts.Delete, RedisKeys.Room(roomId), [term, logId, owner]).Answer(cancellationToken) == 1;
        var index = registry.GetDatabase();
        if (deleted)
            await index.SortedSetRemoveAsync(RedisKeys.Rooms, roomId).Answer(cancellationToken);
        await index.SetRemoveAsync(RedisKeys.InstanceRooms(owner), roomId).Answer(cancellationToken);
        return deleted;
    }

    public async ValueTask<LogSlice> ReadLogAsync(string roomId, long afterSeq, CancellationToken cancellationToken)
    {
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.ReadLog, RedisKeys.Room(roomId), [afterSeq]).Answer(cancellationToken))!;
        var logId = (string)reply[0]!;
        var head = (long)reply[1];
        var entries = Entries(reply[2]);
        return new LogSlice(logId.Length == 0 ? null : logId, head, head - entries.Length + 1, entries, afterSeq <= head && entries.Length == head - afterSeq);
    }

    public async ValueTask<IReadOnlyList<string>> ListOwnedAsync(string instanceId, CancellationToken cancellationToken) =>
        Array.ConvertAll(await registry.GetDatabase().SetMembersAsync(RedisKeys.InstanceRooms(instanceId)).Answer(cancellationToken), v => v.ToString());

    public async ValueTask ForgetOwnedAsync(string instanceId, string roomId, CancellationToken cancellationToken) =>
        await registry.GetDatabase().SetRemoveAsync(RedisKeys.InstanceRooms(instanceId), roomId).Answer(cancellationToken);

    public async ValueTask<bool> HandOverAsync(
        string roomId, long term, string logId, string owner, string newOwner, CancellationToken cancellationToken)
    {
        var index = registry.GetDatabase();
        await index.SetAddAsync(RedisKeys.InstanceRooms(newOwner), roomId).Answer(cancellationToken);
        var given = (int)await Database.ScriptEvaluateAsync(
            RoomScripts.HandOver, RedisKeys.Room(roomId), [term, logId, owner, newOwner]).Answer(cancellationToken) == 1;
        await index.SetRemoveAsync(RedisKeys.InstanceRooms(owner), roomId).Answer(cancellationToken);
        return given;
    }

    private static RedisValue[] Arguments(RoomCommit commit)
    {
        var fields = new List<RedisValue>(8);
        if (commit.Summary is { } summary)
            fields.AddRange(["info", summary.Info, "game", summary.Game, "status", summary.Status]);
        if (commit.Edges is { } edges)
            fields.AddRange(["edges", string.Join(' ', edges)]);

        var arguments = new RedisValue[10 + fields.Count + commit.Events.Count + commit.Applied.Count + (commit.State is null ? 0 : 1)];
        arguments[0] = commit.Term;
        arguments[1] = commit.LogId;
        arguments[2] = commit.BaseSeq;
        arguments[3] = commit.NewSeq;
        arguments[4] = commit.KeepEvents;
        arguments[5] = KeepApplied;
        arguments[6] = fields.Count / 2;
        arguments[7] = commit.Events.Count;
        arguments[8] = commit.Applied.Count;
        arguments[9] = commit.State is null ? 0 : 1;
        var at = 10;
        foreach (var field in fields)
            arguments[at++] = field;
        foreach (var entry in commit.Events)
            arguments[at++] = entry;
        foreach (var request in commit.Applied)
            arguments[at++] = request;
        if (commit.State is { } state)
            arguments[at] = state;
        return arguments;
    }

    private static ReadOnlyMemory<byte>[] Entries(RedisResult list) =>
        Array.ConvertAll((RedisResult[])list!, e => (ReadOnlyMemory<byte>)(byte[])e!);

    // Time first, so that people see which history is younger; the rest makes it one of its kind.
    private string NewLogId() =>
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds():x}-{Random.Shared.Next():x8}");
}
