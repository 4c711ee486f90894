using System.Globalization;
using Baize.Cluster.Bus;
using Baize.Cluster.Redis.Direct;
using Baize.Cluster.Rooms;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The rooms' records in Redis, or in Garnet.</summary>
internal sealed partial class RedisRoomStore(RedisLinks links, TimeProvider time) : IRoomStore
{
    /// <summary>Applied requests kept per room: as many as a room's runtime remembers.</summary>
    private const int KeepApplied = 1024;

    private const string Committed = "committed";

    private static readonly DirectScript DirectCommit = new(RoomScripts.Commit);

    private readonly ReplicaWait _replicas = new(links.Commits, links.Keys, time);

    private RedisKeys Keys => links.Keys;

    private IDatabase Database => links.Commits.GetDatabase();

    private IDatabase Index => links.Registry.GetDatabase();

    public async ValueTask<string?> GetOwnerAsync(string roomId, CancellationToken cancellationToken) =>
        await Database.StringGetAsync(Keys.Owner(roomId), RedisCalls.Master).Answer(cancellationToken);

    public async ValueTask<ClaimResult> ClaimAsync(
        string roomId, string? expectedOwner, string claimer, ClaimMode mode, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await NoteAsync(claimer, roomId, mode == ClaimMode.Existing ? null : now, cancellationToken);
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.Claim,
            Keys.Room(roomId),
            [claimer, expectedOwner ?? "", mode.ToString(), RoomLogId.New(time), now], RedisCalls.Master).Answer(cancellationToken))!;

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
            await TidyAsync(claimer, roomId, cancellationToken);
            return new ClaimResult(outcome, owner, Record: null);
        }
        var isNew = (string)reply[6]! == "1";
        // Noted once more: someone may just have tidied up after an earlier owner or an earlier room of this id.
        Index.SetAdd(Keys.InstanceRooms(claimer), roomId, CommandFlags.FireAndForget | RedisCalls.Master);
        if (isNew)
            Index.SortedSetAdd(Keys.Rooms, roomId, now, CommandFlags.FireAndForget | RedisCalls.Master);
        if (!string.IsNullOrEmpty(expectedOwner) && expectedOwner != claimer)
            await TidyAsync(expectedOwner, roomId, cancellationToken);
        await _replicas.WaitAsync(roomId, cancellationToken);
        var record = new RoomRecord(
            (long)reply[2], (string)reply[3]!, (long)reply[4], (byte[])reply[7]!, Entries(reply[8]), Edges((string)reply[5]!), isNew);
        return new ClaimResult(outcome, owner, record);
    }

    public async ValueTask<CommitOutcome> CommitAsync(RoomCommit commit, CancellationToken cancellationToken)
    {
        var (keys, arguments) = (Keys.Room(commit.RoomId), Arguments(commit));
        string? answer = null;
        if (links.Calls is { IsConnected: true } calls)
            answer = await CommitDirectlyAsync(calls, keys, arguments, cancellationToken);
        // The first commit on a server teaches it the script, by the client.
        answer ??= (string)((RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.Commit, keys, arguments, RedisCalls.Master).Answer(cancellationToken))!)[0]!;
        if (answer.StartsWith(Committed, StringComparison.Ordinal))
        {
            Hear(commit.Messages, answer);
            return CommitOutcome.Committed;
        }
        return answer switch
        {
            "stands" => CommitOutcome.Committed,
            "fenced" => CommitOutcome.Fenced,
            _ => CommitOutcome.Lost,
        };
    }

    // "committed 0 2": nobody heard the first and the third.
    private static void Hear(IReadOnlyList<BusMessage> messages, string answer)
    {
        foreach (var message in messages)
            message.IsHeard = true;
        if (answer.Length == Committed.Length)
            return;
        foreach (var unheard in answer[(Committed.Length + 1)..].Split(' '))
            messages[int.Parse(unheard, CultureInfo.InvariantCulture)].IsHeard = false;
    }

    private static async Task<string?> CommitDirectlyAsync(
        DirectCalls calls, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var started = RedisMetrics.Begin();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = await calls.RunAsync(DirectCommit, keys, arguments); // has a deadline of its own
            RedisMetrics.Answered(nameof(CommitAsync), started);
            return answer;
        }
        catch (ClusterUnavailableException ex)
        {
            RedisMetrics.Failed(ex);
            throw;
        }
    }

    public async ValueTask<RoomRecord?> RestoreAsync(RoomRestore restore, CancellationToken cancellationToken)
    {
        await NoteAsync(restore.Owner, restore.RoomId, restore.CreatedAt, cancellationToken);
        var logId = RoomLogId.Restored(restore.LogId, restore.Term + 1);
        RedisValue[] arguments =
        [
            restore.Owner, restore.Term, RoomLogId.Origin(restore.LogId), logId, restore.Seq, restore.CreatedAt, restore.State,
            string.Join(' ', restore.Edges), restore.Summary.Info, restore.Summary.Game, restore.Summary.Status, restore.Summary.Rules, restore.Applied.Count,
            .. restore.Applied, .. restore.Tail,
        ];
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.Restore, Keys.Room(restore.RoomId), arguments, RedisCalls.Master).Answer(cancellationToken))!;
        if ((string)reply[0]! == "fenced")
        {
            await TidyAsync(restore.Owner, restore.RoomId, cancellationToken);
            return null;
        }
        await _replicas.WaitAsync(restore.RoomId, cancellationToken);
        return new RoomRecord((long)reply[1], logId, restore.Seq, restore.State, restore.Applied, restore.Edges, IsNew: false);
    }

    public async ValueTask<bool> DeleteAsync(string roomId, long term, string logId, string owner, CancellationToken cancellationToken)
    {
        var deleted = (int)await Database.ScriptEvaluateAsync(
            RoomScripts.Delete, Keys.Room(roomId), [term, logId, owner], RedisCalls.Master).Answer(cancellationToken) == 1;
        if (deleted)
            await UnlistAsync(roomId, cancellationToken);
        await ForgetOwnedAsync(owner, roomId, cancellationToken);
        return deleted;
    }

    public async ValueTask<bool> HandOverAsync(
        string roomId, long term, string logId, string owner, string newOwner, CancellationToken cancellationToken)
    {
        await NoteAsync(newOwner, roomId, createdAt: null, cancellationToken);
        var given = (int)await Database.ScriptEvaluateAsync(
            RoomScripts.HandOver, Keys.Room(roomId), [term, logId, owner, newOwner], RedisCalls.Master).Answer(cancellationToken) == 1;
        if (!given)
            await TidyAsync(newOwner, roomId, cancellationToken);
        await TidyAsync(owner, roomId, cancellationToken);
        return given;
    }

    public async ValueTask<LogSlice> ReadLogAsync(string roomId, long afterSeq, CancellationToken cancellationToken)
    {
        var reply = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RoomScripts.ReadLog, Keys.Room(roomId), [Math.Max(afterSeq, -1)], RedisCalls.Master).Answer(cancellationToken))!;
        var logId = (string)reply[0]!;
        var head = (long)reply[1];
        var entries = Entries(reply[2]);
        return new LogSlice(
            logId.Length == 0 ? null : logId,
            head,
            head - entries.Length + 1,
            entries,
            IsComplete: logId.Length > 0 && afterSeq <= head && entries.Length == head - Math.Max(afterSeq, -1));
    }

    internal static RedisValue[] Arguments(RoomCommit commit)
    {
        var fields = new List<RedisValue>(10);
        if (commit.Summary is { } summary)
            fields.AddRange(["info", summary.Info, "game", summary.Game, "status", summary.Status, "rules", summary.Rules]);
        if (commit.Edges is { } edges)
            fields.AddRange(["edges", string.Join(' ', edges)]);
        var bytes = 0;
        foreach (var entry in commit.Events)
            bytes += entry.Length;

        var arguments = new RedisValue[14 + fields.Count + commit.Events.Count + commit.Applied.Count + (commit.State is null ? 0 : 1) + 2 * commit.Messages.Count];
        arguments[0] = commit.Term;
        arguments[1] = commit.LogId;
        arguments[2] = commit.BaseSeq;
        arguments[3] = commit.NewSeq;
        arguments[4] = commit.Number;
        arguments[5] = commit.KeepEvents;
        arguments[6] = commit.KeepBytes;
        arguments[7] = KeepApplied;
        arguments[8] = fields.Count / 2;
        arguments[9] = commit.Events.Count;
        arguments[10] = bytes;
        arguments[11] = commit.Applied.Count;
        arguments[12] = commit.State is null ? 0 : 1;
        arguments[13] = commit.Messages.Count;
        var at = 14;
        foreach (var field in fields)
            arguments[at++] = field;
        foreach (var entry in commit.Events)
            arguments[at++] = entry;
        foreach (var request in commit.Applied)
            arguments[at++] = request;
        if (commit.State is { } state)
            arguments[at++] = state;
        foreach (var message in commit.Messages)
            (arguments[at++], arguments[at++]) = (message.Channel, message.Bytes);
        return arguments;
    }

    private static ReadOnlyMemory<byte>[] Entries(RedisResult list) =>
        Array.ConvertAll((RedisResult[])list!, e => (ReadOnlyMemory<byte>)(byte[])e!);

    private static string[] Edges(string list) => list.Length == 0 ? [] : list.Split(' ');
}
