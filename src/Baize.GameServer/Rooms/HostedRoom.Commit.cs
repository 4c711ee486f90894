using System.Diagnostics;
using System.Text.Json;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.Cluster.Rooms;
using Baize.GameServer.Tracing;
using Baize.Protocol;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>The commit: one in flight, the next gathering meanwhile, and what follows when it has ended.</summary>
internal sealed partial class HostedRoom
{
    /// <summary>Bytes of messages that a commit may publish itself. Larger ones go by the bus, where they have a bound of their own.</summary>
    private const int MaxMessageBytes = 64 * 1024;

    private bool _isRemoving; // whether the last batch put someone out

    private void BeginCommit()
    {
        if (_turn.IsEmpty && _turn.Removed.Count == 0 && !_attachments.EdgesChanged)
        {
            _trace = null;
            if (_waiting.Count > 0)
                Answer(TakeWaiting(), told: []);
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
                if (attempt == 0)
                    commit.Messages = Messages(batch);
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
        foreach (var message in batch.Commit.Messages)
        {
            if (message.IsHeard is not null)
                _host.Bus.OnPublished(message);
        }
        if (batch.Events.Count > 0)
            FanOut(batch);
        if (batch.Removed.Count > 0)
            Expel([.. batch.Removed.Where(user => !_rejoined.Contains(user))]);
        _rejoined.Clear();
        Answer(batch.Waiting, batch.Commit.Messages);
        _host.Schedule(this);
    }

    // What the commit publishes as it stands: to each other instance its events and its answers. Who is put out is told of that
    // between the two, by the bus; and so that no later event overtakes this word, the next batch goes by the bus as well: when its
    // commit is answered, the bus has sent what waited before. What is large had better not make the script larger.
    private List<BusMessage> Messages(RoomBatch batch)
    {
        var afterRemoval = _isRemoving;
        _isRemoving = batch.Removed.Count > 0;
        if (_isRemoving || afterRemoval || batch.Events.Count == 0)
            return [];
        var messages = new List<BusMessage>();
        byte[]? body = null;
        foreach (var edge in _attachments.Edges)
        {
            if (edge == _host.InstanceId || _host.Bus.Compose(edge) is not { } message)
                continue;
            message.Post((byte)BusKind.Events, body ??= RoomEvents.Encode(RoomId, LogId, batch.Events, batch.Trace));
            messages.Add(message);
        }
        foreach (var waiting in batch.Waiting)
        {
            foreach (var message in messages)
            {
                if (waiting.Ask.Number is { } number && message.InstanceId == waiting.Ask.EdgeId)
                    message.Reply(number, OwnerReply.Encode(Answered(waiting)));
            }
        }
        var bytes = 0;
        foreach (var message in messages)
            bytes += message.Bytes.Length;
        return bytes <= MaxMessageBytes ? messages : [];
    }

    private void FanOut(RoomBatch batch)
    {
        byte[]? body = null;
        var events = batch.Events;
        foreach (var edge in _attachments.Edges)
        {
            if (edge == _host.InstanceId)
                _host.Edge.OnEvents(new RoomEvents(RoomId, LogId, events[0].Seq, batch.Commit.Events) { Trace = batch.Trace });
            else if (!IsTold(batch.Commit.Messages, edge))
                _host.Bus.Post(edge, (byte)BusKind.Events, body ??= RoomEvents.Encode(RoomId, LogId, events, batch.Trace));
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

    private void Answer(IReadOnlyList<WaitingAnswer> waiting, IReadOnlyList<BusMessage> told)
    {
        foreach (var one in waiting)
        {
            if (one.Ask.Number is null || !IsTold(told, one.Ask.EdgeId))
                one.Answer(Answered(one));
        }
    }

    private static bool IsTold(IReadOnlyList<BusMessage> messages, string instanceId)
    {
        foreach (var message in messages)
        {
            if (message.InstanceId == instanceId)
                return message.IsHeard is not null;
        }
        return false;
    }

    private OwnerReply Answered(in WaitingAnswer waiting) => new(OwnerReplyStatus.Answered, _host.InstanceId, LogId, waiting.Head, waiting.Reply);

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
