using Baize.Cluster.Rooms;

namespace Baize.Cluster.Local;

/// <summary>The rooms' records of single-instance mode: in this process' memory, gone with it. The same rules as in Redis, terms included.</summary>
internal sealed class LocalRoomStore(TimeProvider time) : IRoomStore
{
    private const int KeepApplied = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _rooms = new(StringComparer.Ordinal);

    public ValueTask<string?> GetOwnerAsync(string roomId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_rooms.GetValueOrDefault(roomId)?.Owner);
    }

    public ValueTask<ClaimResult> ClaimAsync(
        string roomId, string? expectedOwner, string claimer, ClaimMode mode, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var room = _rooms.GetValueOrDefault(roomId);
            var owner = room?.Owner ?? "";
            if (room is not null && mode == ClaimMode.CreateOnly)
                return ValueTask.FromResult(new ClaimResult(ClaimOutcome.Exists, owner, Record: null));
            if (owner != (expectedOwner ?? ""))
                return ValueTask.FromResult(new ClaimResult(ClaimOutcome.Held, owner, Record: null));
            if (room is null && mode == ClaimMode.Existing)
                return ValueTask.FromResult(new ClaimResult(ClaimOutcome.Absent, owner, Record: null));

            var isNew = room is null;
            _rooms[roomId] = room ??= new Entry(RoomLogId.New(time), time.GetUtcNow().ToUnixTimeMilliseconds());
            room.Owner = claimer;
            room.Term++;
            room.Commit = 0;
            var record = new RoomRecord(room.Term, room.LogId, room.Seq, room.State, [.. room.Applied], room.Edges, isNew);
            return ValueTask.FromResult(new ClaimResult(ClaimOutcome.Claimed, claimer, record));
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(RoomCommit commit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(commit.RoomId, out var room) || room.LogId != commit.LogId)
                return ValueTask.FromResult(CommitOutcome.Lost);
            if (room.Term != commit.Term)
                return ValueTask.FromResult(room.Term > commit.Term ? CommitOutcome.Fenced : CommitOutcome.Lost);
            if (room.Commit >= commit.Number)
                return ValueTask.FromResult(CommitOutcome.Committed);
            if (room.Seq != commit.BaseSeq)
                return ValueTask.FromResult(CommitOutcome.Lost);

            Append(room.Log, commit.Events, commit.KeepEvents, commit.KeepBytes);
            Append(room.Applied, commit.Applied, KeepApplied, int.MaxValue);
            (room.Seq, room.Commit) = (commit.NewSeq, commit.Number);
            room.State = commit.State ?? room.State;
            room.Summary = commit.Summary ?? room.Summary;
            room.Edges = commit.Edges ?? room.Edges;
            return ValueTask.FromResult(CommitOutcome.Committed);
        }
    }

    // This store goes only when the process goes: nothing can be lost and written anew.
    public ValueTask<RoomRecord?> RestoreAsync(RoomRestore restore, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RoomRecord?>(null);

    public ValueTask<bool> DeleteAsync(string roomId, long term, string logId, string owner, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(
                _rooms.TryGetValue(roomId, out var room) && room.Term == term && room.LogId == logId && _rooms.Remove(roomId));
        }
    }

    public ValueTask<LogSlice> ReadLogAsync(string roomId, long afterSeq, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(roomId, out var room))
                return ValueTask.FromResult(new LogSlice(null, Head: 0, First: 1, [], IsComplete: false));
            var missing = Math.Max(0, room.Seq - Math.Max(afterSeq, -1));
            ReadOnlyMemory<byte>[] entries = [.. room.Log.TakeLast((int)Math.Min(missing, room.Log.Count))];
            return ValueTask.FromResult(
                new LogSlice(room.LogId, room.Seq, room.Seq - entries.Length + 1, entries, afterSeq <= room.Seq && entries.Length == missing));
        }
    }

    public ValueTask<RoomListing?> GetAsync(string roomId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_rooms.TryGetValue(roomId, out var room) ? Listing(roomId, room) : null);
    }

    public ValueTask<string?> GetRulesAsync(string roomId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_rooms.GetValueOrDefault(roomId)?.Summary?.Rules is { Length: > 0 } rules ? rules : null);
    }

    public ValueTask<RoomPosition?> GetPositionAsync(string roomId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_rooms.TryGetValue(roomId, out var room)
                ? new RoomPosition(room.Owner, room.Term, room.LogId, room.Seq, room.Edges, room.State.Length)
                : null);
        }
    }

    public ValueTask<RoomPage> ListAsync(RoomFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var from = RoomCursor.Parse(cursor);
        lock (_lock)
        {
            List<(RoomCursor At, RoomListing Room)> rooms = [.. _rooms
                .Where(r => r.Value.Summary is { } s && (filter.Game is null || s.Game == filter.Game) && (filter.Status is null || s.Status == filter.Status))
                .Select(r => (At: new RoomCursor(r.Value.CreatedAt, r.Key), Room: Listing(r.Key, r.Value)!))
                .Where(r => r.At.IsAfter(from) && filter.HasWords(r.Room))
                .OrderByDescending(r => r.At.CreatedAt).ThenByDescending(r => r.At.RoomId, StringComparer.Ordinal)
                .Take(limit + 1)];
            return ValueTask.FromResult(rooms.Count > limit
                ? new RoomPage([.. rooms.Take(limit).Select(r => r.Room)], rooms[limit - 1].At.ToString())
                : new RoomPage([.. rooms.Select(r => r.Room)], NextCursor: null));
        }
    }

    public ValueTask<IReadOnlyList<string>> ListOwnedAsync(string instanceId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<string>>([.. _rooms.Where(r => r.Value.Owner == instanceId).Select(r => r.Key)]);
    }

    public ValueTask ForgetOwnedAsync(string instanceId, string roomId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<bool> HandOverAsync(
        string roomId, long term, string logId, string owner, string newOwner, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(roomId, out var room) || room.LogId != logId)
                return ValueTask.FromResult(false);
            if (room.Term == term && room.Owner == owner)
                (room.Owner, room.Term) = (newOwner, term + 1);
            return ValueTask.FromResult(room.Owner == newOwner && room.Term == term + 1);
        }
    }

    private static RoomListing? Listing(string roomId, Entry room) =>
        room.Summary is { } summary ? new RoomListing(roomId, room.Owner, summary.Info) : null;

    private static void Append(Queue<ReadOnlyMemory<byte>> queue, IReadOnlyList<ReadOnlyMemory<byte>> entries, int keep, int keepBytes)
    {
        foreach (var entry in entries)
            queue.Enqueue(entry);
        var bytes = queue.Sum(e => (long)e.Length);
        while (queue.Count > 1 && (queue.Count > keep || bytes > keepBytes))
            bytes -= queue.Dequeue().Length;
    }

    private sealed class Entry(string logId, long createdAt)
    {
        public string LogId { get; } = logId;

        public long CreatedAt { get; } = createdAt;

        public string Owner { get; set; } = "";

        public long Term { get; set; }

        /// <summary>Number of this term's last commit.</summary>
        public long Commit { get; set; }

        public long Seq { get; set; }

        public ReadOnlyMemory<byte> State { get; set; }

        public RoomSummary? Summary { get; set; }

        public IReadOnlyList<string> Edges { get; set; } = [];

        public Queue<ReadOnlyMemory<byte>> Log { get; } = new();

        public Queue<ReadOnlyMemory<byte>> Applied { get; } = new();
    }
}
