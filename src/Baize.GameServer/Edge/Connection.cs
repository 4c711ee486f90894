using System.Buffers;
using System.IO.Pipelines;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>
/// One WebSocket's outgoing side and its identity. <see cref="Send"/> may be called by any thread and never waits: what the
/// socket does not take at once waits in a queue, bounded in bytes.
/// </summary>
internal sealed class Connection(string sessionId, long userId, string userName, IDuplexPipe pipe, Action abort, EdgeSettings settings)
{
    private readonly Lock _lock = new();
    private Queue<(ReadOnlyMemory<byte> Wire, SendKind Kind)>? _queue;
    private List<EdgeRoom>? _rooms;
    private bool _hasLeft;
    private int _queuedBytes;
    private bool _flushing;
    private bool _closing;

    /// <summary>Unique, unguessable.</summary>
    public string SessionId => sessionId;

    public long UserId => userId;

    public string UserName => userName;

    /// <summary>When something was last received: a timestamp of the hub's clock.</summary>
    public long LastReceived { get; set; }

    /// <summary>Its place on the ping wheel, which keeps it.</summary>
    public int Slot { get; set; }

    /// <summary>Counts what the client sends against its limit.</summary>
    public RateLimit Rate { get; } = new(settings.MessagesPerSecond);

    /// <summary>Rises with each request that comes without an id, to give it one: so that asking twice is safe within the platform too.</summary>
    public long Unnamed { get; set; }

    /// <summary>The room it is just leaving: it gets an answer of its own.</summary>
    public EdgeRoom? Leaving { get; set; }

    /// <summary>Whether a close frame has been sent or is about to be.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
                return _closing;
        }
    }

    /// <summary>Whether it has ended and left its rooms: what still waits of it is not handled any more.</summary>
    public bool HasLeft
    {
        get
        {
            lock (_lock)
                return _hasLeft;
        }
    }

    /// <summary>Bytes that wait for its socket, as of a moment ago.</summary>
    public int QueuedBytes => Volatile.Read(ref _queuedBytes);

    /// <summary>How many rooms it is in.</summary>
    public int RoomCount
    {
        get
        {
            lock (_lock)
                return _rooms?.Count ?? 0;
        }
    }

    /// <summary>The rooms it is in, which it leaves for good: it enters none after this.</summary>
    public EdgeRoom[] LeaveAll()
    {
        lock (_lock)
        {
            _hasLeft = true;
            EdgeRoom[] rooms = _rooms is null ? [] : [.. _rooms];
            _rooms = null;
            return rooms;
        }
    }

    public EdgeRoom? Room(string roomId)
    {
        lock (_lock)
        {
            foreach (var room in _rooms ?? [])
            {
                if (room.RoomId == roomId)
                    return room;
            }
            return null;
        }
    }

    /// <returns>False where the connection has ended: nobody would take it out again.</returns>
    public bool TryEnter(EdgeRoom room)
    {
        lock (_lock)
        {
            if (_hasLeft)
                return false;
            _rooms ??= new List<EdgeRoom>(1);
            _rooms.RemoveAll(r => r.RoomId == room.RoomId);
            _rooms.Add(room);
            return true;
        }
    }

    public void Exit(EdgeRoom room)
    {
        lock (_lock)
            _rooms?.Remove(room);
    }

    /// <summary>Sends a frame's bytes, shared with other receivers: nobody may change them.</summary>
    /// <param name="wire">The frame as it stands on the wire.</param>
    /// <param name="kind">What happens to it where the client reads too slowly.</param>
    public void Send(ReadOnlyMemory<byte> wire, SendKind kind = SendKind.Answer)
    {
        if (kind is SendKind.Answer or SendKind.CatchUp)
            settings.Metrics.FramesOut(wire.Span, receivers: 1);
        lock (_lock)
        {
            if (_closing)
                return;
            if (!_flushing)
            {
                Write(wire);
                return;
            }
            if (kind != SendKind.CatchUp)
            {
                if (_queuedBytes + wire.Length > settings.OutboundQueueBytes && !MakeRoom(wire.Length, kind))
                    return;
                _queuedBytes += wire.Length;
            }
            (_queue ??= new()).Enqueue((wire, kind));
        }
    }

    /// <summary>Says goodbye: nothing is sent after this. The socket ends when the peer answers, or after a while.</summary>
    public void Close(int code, string reason)
    {
        lock (_lock)
            CloseLocked(code, reason);
    }

    /// <summary>The reader has ended: what was written still goes out, then the socket is closed.</summary>
    public void End()
    {
        lock (_lock)
        {
            _closing = true;
            _queue = null;
            _queuedBytes = 0;
            if (!_flushing)
                pipe.Output.Complete();
        }
        settings.Closing(this); // a peer that takes nothing any more is cut after a while
    }

    /// <summary>Ends the socket without a word.</summary>
    public void Abort() => abort();

    // Under the lock. The pipe copies and returns; only a full pipe makes the flush wait, and then frames queue up here.
    private void Write(ReadOnlyMemory<byte> wire)
    {
        ValueTask<FlushResult> flush;
        try
        {
            pipe.Output.Write(wire.Span);
            flush = pipe.Output.FlushAsync();
        }
        catch (Exception) // whatever the transport throws: the socket is gone, and whoever sends must not suffer for it
        {
            _closing = true;
            abort();
            return;
        }
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }
        _flushing = true;
        _ = DrainAsync(flush);
    }

    private async Task DrainAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            while (true)
            {
                var result = await flush;
                lock (_lock)
                {
                    if (_queue is not { Count: > 0 } || result.IsCompleted)
                    {
                        _flushing = false;
                        _queue = null;
                        _queuedBytes = 0;
                        return;
                    }
                    // All that waits goes in one flush.
                    while (_queue.TryDequeue(out var next))
                        pipe.Output.Write(next.Wire.Span);
                    _queuedBytes = 0;
                    flush = pipe.Output.FlushAsync();
                }
            }
        }
        catch (Exception) // as in Write
        {
            abort(); // the socket is gone: its reader notices and cleans up
        }
    }

    // Under the lock. First the signals go, then the client.
    private bool MakeRoom(int bytes, SendKind kind)
    {
        if (kind == SendKind.Signal)
        {
            settings.Metrics.SignalDropped();
            return false;
        }
        var kept = new Queue<(ReadOnlyMemory<byte> Wire, SendKind Kind)>();
        _queuedBytes = 0;
        foreach (var frame in _queue ?? [])
        {
            if (frame.Kind == SendKind.Signal)
            {
                settings.Metrics.SignalDropped();
                continue;
            }
            kept.Enqueue(frame);
            _queuedBytes += frame.Kind == SendKind.CatchUp ? 0 : frame.Wire.Length;
        }
        _queue = kept;
        if (_queuedBytes + bytes <= settings.OutboundQueueBytes)
            return true;
        settings.Metrics.SlowConsumer();
        CloseLocked(CloseCodes.SlowConsumer, "reads slower than its rooms write");
        return false;
    }

    private void CloseLocked(int code, string reason)
    {
        if (_closing)
            return;
        _closing = true;
        var wire = WebSocketWire.Close(code, reason);
        if (_flushing)
        {
            _queue = new Queue<(ReadOnlyMemory<byte>, SendKind)>([(wire, SendKind.Event)]); // what waited is of no use to a client that must resume
            _queuedBytes = wire.Length;
        }
        else
        {
            Write(wire);
        }
        settings.Closing(this);
    }
}
