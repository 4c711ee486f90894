using System.Diagnostics;
using System.Text;
using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.GameServer.Tracing;
using Baize.Protocol.Rooms;

namespace Baize.GameServer.Edge;

/// <summary>
/// A room as this instance's members see it: one stream of events, in order, each once. What the bus lost or brought out of
/// order is read from the log. Its lock is held for moments only and never across a wait.
/// </summary>
internal sealed class EdgeRoom(string roomId, EdgeRooms edge)
{
    /// <summary>Position not known yet: the first events or the first join tell it.</summary>
    private const long Unknown = -1;

    private readonly Lock _lock = new();
    private readonly List<Member> _members = [];
    private string? _logId;
    private long _seq = Unknown;
    private long _from; // what came before it was not delivered here: the position that the first word brought
    private long _wanted;
    private bool _readingLog;
    private string[]? _edges;
    private long _edgesAt;
    private bool _reattaching;
    private bool _reattachAgain;

    public string RoomId => roomId;

    /// <summary>The id as it stands in frames.</summary>
    public byte[] RoomIdUtf8 { get; } = Encoding.ASCII.GetBytes(roomId);

    /// <summary>The owner as last known; null: to be looked up.</summary>
    public string? Owner { get; set; }

    /// <summary>Since when the store knows of no such room: a timestamp; 0: it does.</summary>
    public long MissingSince { get; set; }

    /// <summary>Whether its owner may not know of all who are here: they have to be told of again.</summary>
    public bool IsReattachDue { get; set; }

    /// <summary>Rises when it changes hands: what was answered before may have come from an earlier owner.</summary>
    public int Moves { get; set; }

    /// <summary>The instances that have members, as the owner last said; null: not known.</summary>
    public string[]? Edges => Volatile.Read(ref _edges);

    /// <summary>Whether it was taken out because its last member had left: a join must make a new one.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Where this edge stands.</summary>
    public (string? LogId, long Seq, int Members) Position
    {
        get
        {
            lock (_lock)
                return (_logId, _seq, _members.Count);
        }
    }

    /// <summary>The members who are connected here, as they are now.</summary>
    public Member[] Members
    {
        get
        {
            lock (_lock)
                return [.. _members];
        }
    }

    /// <summary>Adds a connection whose join is about to be asked.</summary>
    /// <returns>The member; null where this room was closed meanwhile.</returns>
    public Member? BeginJoin(Connection connection, bool spectates)
    {
        lock (_lock)
        {
            if (IsClosed)
                return null;
            if (Find(connection) is not { } member)
                _members.Add(member = new Member(connection) { Spectates = spectates });
            member.BeginJoin(_seq);
            return member;
        }
    }

    /// <summary>Whether an answer to a join comes from one who knows less than was delivered here before it was asked: an owner that was overtaken and has not noticed.</summary>
    public bool IsStale(Member member, string logId, long head)
    {
        lock (_lock)
            return head < member.JoinsFrom && _logId is not null && RoomLogId.Origin(logId) == RoomLogId.Origin(_logId);
    }

    /// <summary>Sends the answer to a join, what the member missed, and what came meanwhile; from here on events go straight to it.</summary>
    /// <param name="member">Whose join.</param>
    /// <param name="logId">The owner's answer: the history.</param>
    /// <param name="head">The owner's answer: the log's head.</param>
    /// <param name="joined">The frame.</param>
    /// <param name="missed">From the log, where it was read.</param>
    /// <param name="isAgain">Whether the log was read after <see cref="JoinEnd.Again"/>: it holds all there is.</param>
    public JoinEnd EndJoin(Member member, string logId, long head, byte[] joined, LogSlice? missed, bool isAgain)
    {
        lock (_lock)
        {
            if (!_members.Contains(member))
                return JoinEnd.Gone;
            if (member.Missed)
            {
                member.BeginJoin(_seq);
                return JoinEnd.Again;
            }
            if (IsOther(logId))
                BeginAnew(logId, head);
            if (_seq == Unknown)
                (_seq, _from) = (head, head);
            _logId ??= logId;
            if (!isAgain && head < _from)
                return JoinEnd.Again; // what lies between was lost before the first word of the room came here
            if (_seq < head)
                ReadLog(head); // the others here have missed something
            member.Connection.Send(joined);
            var last = head;
            if (missed is not null)
            {
                for (var i = 0; i < missed.Entries.Count; i++)
                {
                    SendEntry(member.Connection, missed.Entries[i]);
                    last = missed.First + i;
                }
            }
            member.EndJoin(Math.Max(last, head));
        }
        return JoinEnd.Done;
    }

    /// <summary>The join was refused. Who had been in before stays in and gets what came meanwhile.</summary>
    public void CancelJoin(Member member)
    {
        lock (_lock)
        {
            if (member.Missed)
                member.Connection.Close(Protocol.Frames.CloseCodes.SlowConsumer, "missed events while it joined again");
            member.CancelJoin();
        }
    }

    /// <summary>Takes a connection out.</summary>
    /// <returns>Whether it was in, and whether it was its user's last here.</returns>
    public (bool WasMember, bool WasLast) Remove(Connection connection)
    {
        lock (_lock)
        {
            if (Find(connection) is not { } member)
                return (false, false);
            _members.Remove(member);
            IsClosed = _members.Count == 0;
            return (true, !_members.Exists(m => m.Connection.UserId == connection.UserId));
        }
    }

    /// <summary>Takes a user's connections out.</summary>
    public List<Connection> Remove(long userId)
    {
        lock (_lock)
        {
            var connections = _members.FindAll(m => m.Connection.UserId == userId).ConvertAll(m => m.Connection);
            _members.RemoveAll(m => m.Connection.UserId == userId);
            IsClosed = _members.Count == 0;
            return connections;
        }
    }

    /// <summary>Whether a user has a connection here.</summary>
    public bool HasUser(long userId)
    {
        lock (_lock)
            return _members.Exists(m => m.Connection.UserId == userId);
    }

    /// <summary>Begins to tell a new owner who is here, unless that is under way: then it is done again afterwards.</summary>
    public bool TryBeginReattach()
    {
        lock (_lock)
        {
            _reattachAgain = _reattaching;
            if (_reattaching)
                return false;
            return _reattaching = true;
        }
    }

    /// <returns>False where it must be done again.</returns>
    public bool EndReattach()
    {
        lock (_lock)
        {
            if (_reattachAgain)
                return _reattachAgain = false;
            _reattaching = false;
            return true;
        }
    }

    /// <summary>It came to nothing.</summary>
    public void CancelReattach()
    {
        lock (_lock)
            _reattaching = _reattachAgain = false;
    }

    /// <summary>One membership of each user here.</summary>
    public List<Member> Users()
    {
        lock (_lock)
            return [.. _members.Where(m => !m.IsJoining).DistinctBy(m => m.Connection.UserId)];
    }

    /// <summary>Sends an unsequenced frame to all members here, encoded once.</summary>
    /// <returns>Connections it was sent to.</returns>
    public int Signal(ReadOnlySpan<byte> frame)
    {
        var wire = WebSocketWire.Passing(frame);
        var sent = 0;
        lock (_lock)
        {
            foreach (var member in _members)
            {
                if (member.IsJoining)
                    continue;
                member.Connection.Send(ref wire, SendKind.Signal);
                sent++;
            }
        }
        edge.Metrics.FramesOut(wire.Bytes, sent);
        return sent;
    }

    /// <summary>Which instances have members. One that is not among them has just joined: it is told again.</summary>
    public void OnEdges(string[] edges)
    {
        Volatile.Write(ref _edgesAt, edge.Time.GetTimestamp());
        Volatile.Write(ref _edges, edges);
    }

    /// <summary>Whether they are known for so long that they must be asked for again; true once a while.</summary>
    public bool AsksForEdges(TimeSpan after)
    {
        var known = Volatile.Read(ref _edgesAt);
        return edge.Time.GetElapsedTime(known) > after
            && Interlocked.CompareExchange(ref _edgesAt, edge.Time.GetTimestamp(), known) == known;
    }

    /// <summary>Takes committed events. A gap before them is closed from the log first.</summary>
    public void OnEvents(RoomEvents events)
    {
        using var span = Traces.Continue("edge.deliver", ActivityKind.Consumer, events.Trace, roomId);
        using var turn = events.Entries.Count > 1 ? SendTurn.Begin() : default; // many joins come together: a frame for each, one send for all
        lock (_lock)
        {
            var last = events.FirstSeq + events.Entries.Count - 1;
            if (IsOther(events.LogId))
            {
                // Which of the two histories is the room's? The store knows.
                foreach (var member in _members)
                    member.Miss();
                ReadLog(last);
                return;
            }
            if (_seq == Unknown)
                _seq = _from = events.FirstSeq - 1;
            // A first word, or a history that was written anew: positions go on, only the name is another.
            if (_logId is null || events.FirstSeq > _seq)
                _logId = events.LogId;
            if (events.FirstSeq > _seq + 1)
            {
                ReadLog(last);
                return;
            }
            Deliver(events.FirstSeq, events.Entries, events.IsRemote);
        }
    }

    /// <summary>The owner's head as it says: if it is ahead of us, something was lost.</summary>
    public void OnHead(string logId, long head)
    {
        lock (_lock)
        {
            if (_seq == Unknown)
                return;
            if (head > _seq || IsOther(logId))
                ReadLog(head);
            else if (head == _seq)
                _logId = logId; // a history that was written anew, and we have all of it
        }
    }

    // Under the lock.
    private void Deliver(long first, IReadOnlyList<ReadOnlyMemory<byte>> entries, bool isRemote = false)
    {
        var started = edge.Time.GetTimestamp();
        for (var i = 0; i < entries.Count; i++)
        {
            if (first + i <= _seq)
                continue;
            _seq = first + i;
            if (LogEntry.IsShared(entries[i].Span))
            {
                var wire = WebSocketWire.Passing(entries[i].Span);
                edge.Metrics.FramesOut(wire.Bytes, _members.Count);
                foreach (var member in _members)
                    member.Deliver(_seq, ref wire);
            }
            else
            {
                DeliverViews(entries[i]);
            }
        }
        edge.Metrics.Delivered(entries.Count * _members.Count, isRemote, edge.Time.GetElapsedTime(started));
    }

    // One encoding for each distinct view: those who see the same share it.
    private void DeliverViews(ReadOnlyMemory<byte> entry)
    {
        var wires = new Dictionary<ReadOnlyMemory<byte>, byte[]>(1);
        foreach (var member in _members)
        {
            var frame = LogEntry.FrameFor(entry, member.Connection.UserId);
            if (frame.IsEmpty)
                continue;
            if (!wires.TryGetValue(frame, out var kept))
                wires[frame] = kept = WebSocketWire.Text(frame.Span);
            var wire = new WireFrame(kept);
            member.Deliver(_seq, ref wire);
            edge.Metrics.FramesOut(wire.Bytes, receivers: 1);
        }
    }

    private static void SendEntry(Connection connection, ReadOnlyMemory<byte> entry)
    {
        var frame = LogEntry.FrameFor(entry, connection.UserId);
        if (!frame.IsEmpty)
            connection.Send(WebSocketWire.Text(frame.Span), SendKind.CatchUp);
    }

    // Under the lock. Whether a history is not ours and did not grow out of ours.
    private bool IsOther(string logId) => _logId is not null && logId != _logId && RoomLogId.Origin(logId) != RoomLogId.Origin(_logId);

    // Under the lock. The room was lost and made again. Positions begin anew, so what we would take for known is new; members
    // join again and get the state.
    private void BeginAnew(string logId, long head)
    {
        foreach (var member in _members)
        {
            if (!member.IsJoining)
                member.Connection.Close(Protocol.Frames.CloseCodes.SlowConsumer, "the room's history was lost; join again");
        }
        (_logId, _seq, _from, _wanted) = (logId, head, head, 0);
    }

    // Under the lock. Events that come meanwhile are in the log too, so they need not be kept, only their position.
    private void ReadLog(long wanted)
    {
        _wanted = Math.Max(_wanted, wanted);
        if (_readingLog)
            return;
        _readingLog = true;
        edge.Metrics.Gap();
        _ = CloseGapAsync();
    }

    // Never throws, and whatever comes in its way it goes on: nobody else closes this gap.
    private async Task CloseGapAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                while (!TryCloseGap(await edge.ReadLogAsync(roomId, Position.Seq)))
                {
                    // the log has grown meanwhile
                }
                return;
            }
            catch (OperationCanceledException)
            {
                // stopping, most likely: what follows knows
            }
            catch (Exception ex)
            {
                edge.OnGapFault(roomId, attempt, ex);
            }
            if (!await edge.BackOffAsync(attempt))
                return;
        }
    }

    // False where it must be read on.
    private bool TryCloseGap(LogSlice log)
    {
        lock (_lock)
        {
            // Without a record, or with one that is behind us, the store was emptied or replaced: the room's owner is about to
            // write it anew, and says its head again.
            if (log.LogId is not null && IsOther(log.LogId))
            {
                BeginAnew(log.LogId, log.Head);
            }
            else if (log.LogId is not null && log.Head > _seq)
            {
                if (log.First > _seq + 1)
                {
                    // More was missed than the log keeps. Members cannot be told what they missed; they join anew and get the state.
                    foreach (var member in _members)
                    {
                        member.Connection.Close(Protocol.Frames.CloseCodes.SlowConsumer, "missed more than the log keeps");
                        edge.Metrics.Outrun();
                    }
                    _seq = log.Head;
                }
                else
                {
                    _logId = log.LogId;
                    Deliver(log.First, log.Entries);
                }
                if (_seq < _wanted)
                    return false;
            }
            _readingLog = false;
            edge.Metrics.GapClosed();
            return true;
        }
    }

    private Member? Find(Connection connection)
    {
        foreach (var member in _members)
        {
            if (member.Connection == connection)
                return member;
        }
        return null;
    }
}
