using System.Diagnostics;
using Baize.Cluster;
using Baize.Cluster.Rooms;
using Baize.GameServer.Tracing;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>
/// A room that this instance owns: a mailbox, the room's rules, and one commit in flight at a time. What comes in while a
/// commit is under way is decided at once and committed together next (group commit); nobody is told anything before its
/// commit stands.
/// </summary>
/// <remarks>Between <see cref="TryPost"/> and <see cref="IThreadPoolWorkItem.Execute"/> lies the only border between threads: the room itself runs on one at a time.</remarks>
internal sealed partial class HostedRoom : IThreadPoolWorkItem
{
    /// <summary>Mails that may wait. Beyond it, askers are told <c>unavailable</c> at once.</summary>
    private const int MailboxCapacity = 8192;

    /// <summary>Events and answers that may wait for one commit: what a script takes in one call is bounded (Lua's unpack).</summary>
    private const int BatchCapacity = 1024;

    /// <summary>Applied requests that the room remembers, and its record keeps.</summary>
    private const int KeepApplied = 1024;

    /// <summary>After a takeover, how long members' edges have to say who is connected.</summary>
    private const long ReattachMs = 5_000;

    private readonly Lock _mailboxLock = new();
    private readonly Queue<RoomMail> _mailbox = new();
    private readonly RoomHost _host;
    private readonly Room _room;
    private readonly Attachments _attachments = new();
    private readonly RoomTurn _turn = new();
    private readonly TaskCompletionSource _firstCommit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<ReadOnlyMemory<byte>> _applied; // committed or in flight: what an emptied store has to be told again
    private List<WaitingAnswer> _waiting = [];
    private RoomBatch? _ended;
    private RoomBatch? _inFlight;
    private readonly long _createdAt;
    private byte[] _state;
    private RoomSummary _summary;
    private long _reattachUntil;
    private long _committedSeq;
    /// <summary>Entries kept to write a lost log anew: what an edge may not have been told when the store went.</summary>
    private const int TailCapacity = 32;

    private readonly Queue<ReadOnlyMemory<byte>> _tail = new();
    private readonly HashSet<long> _rejoined = [];
    private string? _handOverTo;
    private int _isLeaving;
    private bool _scheduled;
    private bool _gone;
    private string? _trace; // of what is gathered for the next commit
    private long _busySince;

    public HostedRoom(RoomHost host, Room room, RoomRecord record, long now)
    {
        (_host, _room) = (host, room);
        (Term, LogId) = (record.Term, record.LogId);
        _room.InstanceId = host.InstanceId;
        _committedSeq = record.Seq;
        _applied = new Queue<ReadOnlyMemory<byte>>(record.Applied);
        _createdAt = room.Info.CreatedAt;
        _state = room.Snapshot();
        _summary = Summarize();
        _turn.StateChanged = _turn.InfoChanged = true; // the first commit writes a new room, and a new owner into an old one
        _reattachUntil = record.IsNew ? long.MaxValue : now + ReattachMs;
    }

    public string RoomId => _room.RoomId;

    public string Game => _room.Game;

    /// <summary>By which rules it goes; null: by none.</summary>
    public RoomRules? Rules => RoomRules.Of(_room, Status);

    /// <summary>One of the room's statuses, as listings show it.</summary>
    public string Status => _summary.Status;

    /// <summary>Mails that wait, as of a moment ago.</summary>
    public int Waiting => _mailbox.Count;

    /// <summary>This owner's term.</summary>
    public long Term { get; private set; }

    /// <summary>The room's history.</summary>
    public string LogId { get; private set; }

    /// <summary>The last committed position, for operators.</summary>
    public long CommittedSeq => Volatile.Read(ref _committedSeq);

    /// <summary>Whether this instance has let go of it.</summary>
    public bool IsGone => Volatile.Read(ref _gone);

    /// <summary>Instances that have members.</summary>
    public string[] Edges => _attachments.Edges;

    /// <summary>Since when its rules have been at one thing: a timestamp of the host's clock; 0 where they are not at any.</summary>
    public long BusySince => Volatile.Read(ref _busySince);

    /// <summary>Whether it was reported that its rules do not end; the host's to keep.</summary>
    public bool StuckReported { get; set; }

    /// <summary>What listings show of it.</summary>
    public RoomInfo Info => _room.Info;

    /// <summary>The last deadline given to the clock; the host's to keep.</summary>
    public long NotedDeadline { get; set; } = long.MaxValue;

    /// <summary>Next deadline, Unix ms: the room's own or the end of the wait for edges.</summary>
    public long NextDeadline => Math.Min(_room.NextDeadline, _reattachUntil);

    /// <summary>The head that edges were last told of; the host's to keep.</summary>
    public long DigestedSeq { get; set; }

    /// <summary>The edges that were told; the host's to keep.</summary>
    public string[]? DigestedEdges { get; set; }

    /// <summary>How often they were told; the host's to keep.</summary>
    public int Digests { get; set; }

    /// <summary>The head when it was last looked whether the room is quiet; the host's to keep.</summary>
    public long QuietSeq { get; set; } = -1;

    /// <summary>Who must hear that the room has come here: the edges that its record named, and the owner before; the host's to keep.</summary>
    public string[] Told { get; set; } = [];

    /// <summary>How often they have heard; the host's to keep.</summary>
    public int Tellings { get; set; }

    /// <summary>Sets it going: its first commit writes what the claim alone could not.</summary>
    public void Begin()
    {
        _host.Schedule(this);
        TryPost(new RoomMail { Tick = true });
    }

    /// <summary>Hands the room something to do.</summary>
    /// <returns>False where too much waits already; the mail was not taken.</returns>
    public bool TryPost(in RoomMail mail)
    {
        lock (_mailboxLock)
        {
            if (mail.Ended is not null)
                _ended = mail.Ended;
            else if (mail.Ask is null || _mailbox.Count < MailboxCapacity) // the host's own mails are few, and must not be lost
                _mailbox.Enqueue(mail);
            else
                return false;
            if (_scheduled)
                return true;
            _scheduled = true;
        }
        // A pool thread is for rules that take their time; to wake one costs more than a relay room's whole work.
        if (_room.IsLight)
            ((IThreadPoolWorkItem)this).Execute();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Gives the room to another instance as soon as what is under way is committed.</summary>
    public void HandOver(string instanceId)
    {
        if (Interlocked.Exchange(ref _isLeaving, 1) == 0)
            TryPost(new RoomMail { HandOverTo = instanceId });
    }

    /// <summary>Ends with the first commit: from then on the room can be found.</summary>
    /// <exception cref="ClusterUnavailableException">The room was let go before.</exception>
    public Task CommittedAsync() => _firstCommit.Task;

    /// <summary>Sends a signal to all edges: no rules, no log, no mailbox.</summary>
    public void Signal(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> body = default;
        foreach (var edge in _attachments.Edges)
        {
            if (edge == _host.InstanceId)
                continue;
            if (body.IsEmpty)
                body = RoomWords.Signal(RoomId, frame);
            _host.Bus.Post(edge, (byte)BusKind.Signal, body);
        }
        // The others first: their way is longer.
        if (_attachments.IsAt(_host.InstanceId))
            _host.Edge.OnSignal(RoomId, frame);
    }

    /// <summary>Tells an instance which have members. Any thread may.</summary>
    public void TellEdges(string edge)
    {
        if (edge == _host.InstanceId)
            _host.Edge.OnEdges(RoomId, _attachments.Edges);
        else
            _host.Bus.Post(edge, (byte)BusKind.Edges, RoomWords.Edges(RoomId, _attachments.Edges));
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            Run();
        }
        catch (Exception ex) // a fault of ours: the room's memory can no longer be trusted, its record can
        {
            _host.OnFault(this, ex);
            LetGo(newOwner: null);
            Run();
        }
    }

    private void Run()
    {
        while (true)
        {
            while (TryTake(out var mail))
                Process(mail);
            if (_inFlight is null && !_gone)
                BeginCommit();
            if (_inFlight is null && !_gone && _handOverTo is not null)
                BeginHandOver(_handOverTo);
            lock (_mailboxLock)
            {
                if (_ended is null && (_mailbox.Count == 0 || IsFull))
                {
                    _scheduled = false;
                    return;
                }
            }
        }
    }

    // The end of a commit goes first, and is all that is taken while the next batch is full.
    private bool TryTake(out RoomMail mail)
    {
        lock (_mailboxLock)
        {
            if (_ended is { } ended)
            {
                _ended = null;
                mail = new RoomMail { Ended = ended };
                return true;
            }
            mail = default;
            return !IsFull && _mailbox.TryDequeue(out mail);
        }
    }

    private bool IsFull => _waiting.Count + _turn.Events.Count >= BatchCapacity && !_gone;

    private void Process(in RoomMail mail)
    {
        if (mail.Ended is { } batch)
            End(batch);
        else if (_gone)
            mail.Answer?.Invoke(OwnerReply.Not(OwnerReplyStatus.NotHere, _host.InstanceId));
        else if (mail.Ask is { } ask)
            Ask(ask, mail.Answer!);
        else if (mail.DeadEdge is { } edge)
            Disconnect(_attachments.DetachEdge(edge));
        else if (mail.HandOverTo is { } instance)
            _handOverTo = instance;
        else if (mail.WriteAll)
            _turn.StateChanged = _turn.InfoChanged = true;
        else if (mail.Tick)
            Tick();
    }

    private void Ask(RoomAsk ask, Action<OwnerReply> answer)
    {
        var request = ask.Request;
        _trace ??= ask.Trace;
        using var span = Traces.Continue("room.decide", ActivityKind.Consumer, ask.Trace, RoomId);
        if (request.Kind == RoomRequestKind.Disconnect && !_attachments.Detach(ask.EdgeId, request.UserId, ask.Stamp))
        {
            Wait(ask, answer, RoomReply.Done()); // connected elsewhere, or joined anew meanwhile
            return;
        }
        var reply = Handle(request);
        if (request.Kind == RoomRequestKind.Join && reply.Code is null)
        {
            // Out and in again before the edges were told: they must not let the newcomer go.
            _turn.Removed.RemoveAll(user => user == request.UserId);
            if (_inFlight?.Removed.Contains(request.UserId) == true)
                _rejoined.Add(request.UserId);
        }
        if (request.Kind == RoomRequestKind.Join && request.Connected && reply.Code is null)
            _attachments.Attach(ask.EdgeId, request.UserId, ask.Stamp);
        Wait(ask, answer, reply);
    }

    private void Tick()
    {
        var now = _host.Now;
        NotedDeadline = long.MaxValue;
        if (now >= _reattachUntil)
        {
            _reattachUntil = long.MaxValue;
            Disconnect(_room.ConnectedUsers.Where(user => !_attachments.IsAttached(user)).ToList());
        }
        if (now >= _room.NextDeadline)
        {
            var started = BeginRules();
            _room.Tick(now, _turn);
            EndRules(started);
        }
        _host.Schedule(this);
    }

    private void Disconnect(List<long> users)
    {
        foreach (var user in users)
            Handle(new RoomRequest(RoomRequestKind.Disconnect, user, "", Id: null, default));
    }

    private RoomReply Handle(RoomRequest request)
    {
        var started = BeginRules();
        var reply = _room.Handle(request, _host.Now, _turn);
        EndRules(started);
        return reply;
    }

    private long BeginRules()
    {
        var started = _host.Time.GetTimestamp();
        Volatile.Write(ref _busySince, started);
        return started;
    }

    private void EndRules(long started)
    {
        Volatile.Write(ref _busySince, 0);
        var elapsed = _host.Time.GetElapsedTime(started);
        if (elapsed > RoomHost.SlowRule)
            _host.OnSlowRule(this, _turn.LastRule, elapsed);
        foreach (var fault in _turn.Faults)
            _host.OnRuleFault(this, fault);
        _turn.Faults.Clear();
    }

    private void Wait(RoomAsk ask, Action<OwnerReply> answer, RoomReply reply) => _waiting.Add(new WaitingAnswer(ask, answer, reply, _room.Seq));

    private void LetGo(string? newOwner)
    {
        Volatile.Write(ref _gone, true);
        if (_firstCommit.TrySetException(new ClusterUnavailableException($"Room {RoomId} was let go before its first commit.")))
            _ = _firstCommit.Task.Exception; // seen: there may be no waiter
        _host.Remove(this);
        var notHere = OwnerReply.Not(OwnerReplyStatus.NotHere, _host.InstanceId);
        foreach (var waiting in _waiting)
            waiting.Answer(notHere);
        _waiting.Clear();
        _turn.Clear();
        if (_attachments.Edges.Contains(_host.InstanceId))
            _host.Edge.OnMoved(RoomId, newOwner);
    }
}
