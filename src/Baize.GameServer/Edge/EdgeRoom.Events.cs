using System.Diagnostics;
using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.GameServer.Tracing;
using Baize.Protocol.Rooms;

namespace Baize.GameServer.Edge;

/// <summary>What comes for the members: events in order, each once, and signals.</summary>
internal sealed partial class EdgeRoom
{
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
}
