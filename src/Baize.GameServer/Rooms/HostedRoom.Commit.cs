using System.Diagnostics;
using System.Text.Json;
using Baize.Cluster;
using Baize.Cluster.Rooms;
using Baize.GameServer.Tracing;
using Baize.Protocol;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>The commit: one in flight, the next gathering meanwhile, and what follows when it has ended.</summary>
internal sealed partial class HostedRoom
{
    private void BeginCommit()
    {
        if (_turn.IsEmpty && _turn.Removed.Count == 0 && !_attachments.EdgesChanged)
        {
            _trace = null;
            if (_waiting.Count > 0)
                Answer(TakeWaiting());
            if (_room.IsDone && _attachments.IsEmpty)
                Delete();
            return;
        }
        if (_turn.StateChanged)
            _state = _room.Snapshot();
        if (_turn.InfoChanged)
            _summary = Summarize();
        RoomEvent[] events = [.. _turn.Events];
        var commit = new RoomCommit(RoomId, Term, LogId, _committedSeq, Array.ConvertAll(events, e => e.Entry))
        {
            Applied = _turn.Applied.ConvertAll(RoomWords.Applied),
            State = _turn.StateChanged ? _state.AsMemory() : (ReadOnlyMemory<byte>?)null, // a null array would be an empty state, not none
            Summary = _turn.InfoChanged ? _summary : null,
            Edges = _attachments.EdgesChanged ? _attachments.Edges : null,
            KeepEvents = _host.KeepEvents,
        };
        foreach (var applied in commit.Applied)
        {
            if (_applied.Count == KeepApplied)
                _applied.Dequeue();
            _applied.Enqueue(applied);
        }
        _inFlight = new RoomBatch(commit, events, [.. _turn.Removed], TakeWaiting()) { Trace = _trace };
        _trace = null;
        if (_attachments.EdgesChanged)
            TellEdges();
        _attachments.EdgesChanged = false;
        _turn.Clear();
        _ = CommitAsync(_inFlight, commit);
    }

    // Never throws: it ends in a mail. While the store is away it tries again and again; the askers' own deadlines tell them.
    private async Task CommitAsync(RoomBatch batch, RoomCommit commit)
    {
        using var span = Traces.Continue("room.commit", ActivityKind.Client, batch.Trace, RoomId)?.SetTag("baize.events", batch.Events.Count);
        batch.Trace = span?.Id; // what follows of it is a part of the commit
        var started = _host.Time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                batch.Outcome = await _host.Store.CommitAsync(commit, _host.Stopping);
                if (batch.Outcome == CommitOutcome.Lost)
                    batch.Outcome = await RestoreAsync(commit);
                break;
            }
            catch (ClusterUnavailableException ex)
            {
                _host.OnStoreAway(this, attempt, ex);
                if (!await _host.BackOffAsync(attempt))
                {
                    batch.Outcome = CommitOutcome.Fenced; // the process is stopping: whoever claims the room reads its record
                    break;
                }
            }
            catch (OperationCanceledException)
            {
                batch.Outcome = CommitOutcome.Fenced;
                break;
            }
            catch (Exception ex) // a fault of ours: without an end the room would stand still for good; let go of, it goes on from its record
            {
                _host.OnFault(this, ex);
                batch.Outcome = CommitOutcome.Fenced;
                break;
            }
        }
        _host.Metrics.Committed(_host.Time.GetElapsedTime(started), batch.Events.Count);
        TryPost(new RoomMail { Ended = batch });
    }

    // The store is empty, or was replaced by a replica that lacks the last writes; what was acknowledged is still in memory.
    private async Task<CommitOutcome> RestoreAsync(RoomCommit commit)
    {
        var restored = await _host.Store.RestoreAsync(
            new RoomRestore(RoomId, _host.InstanceId, Term, LogId, commit.NewSeq, _createdAt, _state, _summary, _attachments.Edges)
            {
                Applied = [.. _applied],
                Tail = [.. _tail, .. commit.Events],
            },
            _host.Stopping);
        if (restored is null)
            return CommitOutcome.Fenced;
        _host.OnRestored(this, LogId, restored.LogId);
        (Term, LogId) = (restored.Term, restored.LogId);
        return CommitOutcome.Committed;
    }

    private void BeginHandOver(string instanceId)
    {
        _handOverTo = null;
        _inFlight = new RoomBatch(new RoomCommit(RoomId, Term, LogId, _committedSeq, []), [], [], []) { HandOverTo = instanceId };
        _ = HandOverAsync(_inFlight, instanceId);
    }

    // Never throws. What is asked meanwhile is decided but not committed: its askers ask the new owner.
    private async Task HandOverAsync(RoomBatch batch, string instanceId)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _host.Store.HandOverAsync(RoomId, Term, LogId, _host.InstanceId, instanceId, _host.Stopping);
                break;
            }
            catch (ClusterUnavailableException ex)
            {
                _host.OnStoreAway(this, attempt, ex);
                if (!await _host.BackOffAsync(attempt))
                    break;
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception ex) // as with a commit
            {
                _host.OnFault(this, ex);
                break;
            }
        }
        TryPost(new RoomMail { Ended = batch });
    }

    private void End(RoomBatch batch)
    {
        using var gathering = _host.Bus.Gather(); // an edge gets its events and its answers in one message
        _inFlight = null;
        if (batch.HandOverTo is { } instanceId)
        {
            LetGo(instanceId);
            _host.Metrics.HandedOver();
            _host.Bus.Post(instanceId, (byte)BusKind.Adopt, RoomWords.Adopt(instanceId, [RoomId]));
            return;
        }
        if (batch.Outcome != CommitOutcome.Committed)
        {
            if (!_gone)
            {
                _host.OnFenced(this);
                LetGo(newOwner: null);
            }
            foreach (var waiting in batch.Waiting)
                waiting.Answer(OwnerReply.Not(OwnerReplyStatus.NotHere, _host.InstanceId));
            return;
        }
        Volatile.Write(ref _committedSeq, batch.Commit.NewSeq);
        foreach (var entry in batch.Commit.Events)
            _tail.Enqueue(entry);
        while (_tail.Count > TailCapacity)
            _tail.Dequeue();
        _firstCommit.TrySetResult();
        if (batch.Events.Count > 0)
            FanOut(batch.Events, batch.Trace);
        if (batch.Removed.Count > 0)
            Expel([.. batch.Removed.Where(user => !_rejoined.Contains(user))]);
        _rejoined.Clear();
        Answer(batch.Waiting);
        _host.Schedule(this);
    }

    private void FanOut(IReadOnlyList<RoomEvent> events, string? trace)
    {
        byte[]? body = null;
        foreach (var edge in _attachments.Edges)
        {
            if (edge == _host.InstanceId)
                _host.Edge.OnEvents(new RoomEvents(RoomId, LogId, events[0].Seq, [.. events.Select(e => e.Entry)]) { Trace = trace });
            else
                _host.Bus.Post(edge, (byte)BusKind.Events, body ??= RoomEvents.Encode(RoomId, LogId, events, trace));
        }
        _host.Metrics.FannedOut(events.Count, _attachments.Edges.Length);
    }

    // Each edge learns of the others, and sends its members' signals to them itself.
    private void TellEdges()
    {
        foreach (var edge in _attachments.Edges)
            TellEdges(edge);
    }

    private void Expel(IReadOnlyList<long> users)
    {
        foreach (var edge in _attachments.Edges)
        {
            if (edge == _host.InstanceId)
                _host.Edge.OnExpelled(RoomId, users);
            else
                _host.Bus.Post(edge, (byte)BusKind.Expel, RoomWords.Expel(RoomId, users));
        }
        foreach (var user in users)
            _attachments.DetachEverywhere(user);
    }

    private void Answer(IReadOnlyList<WaitingAnswer> waiting)
    {
        foreach (var (answer, reply, head) in waiting)
            answer(new OwnerReply(OwnerReplyStatus.Answered, _host.InstanceId, LogId, head, reply));
    }

    private List<WaitingAnswer> TakeWaiting()
    {
        var waiting = _waiting;
        _waiting = [];
        return waiting;
    }

    private void Delete()
    {
        Volatile.Write(ref _gone, true);
        _host.Delete(this);
    }

    private RoomSummary Summarize()
    {
        var info = _room.Info;
        return new RoomSummary(info.Game, info.Status, JsonSerializer.SerializeToUtf8Bytes(info, ProtocolJson.Default.RoomInfo))
        {
            Rules = RoomRules.Of(_room, info.Status)?.ToString() ?? "",
        };
    }
}
