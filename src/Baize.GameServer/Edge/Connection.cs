using System.Buffers;
using Baize.GameServer.Sockets;
using Baize.Hosting.Auth;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>
/// One WebSocket's outgoing side and its identity. <see cref="Send(ref WireFrame, SendKind)"/> may be called by any thread and
/// never waits: what the socket does not take at once waits in a backlog, bounded in bytes.
/// </summary>
internal sealed class Connection(string sessionId, UserIdentity user, IClientSocket socket, EdgeSettings settings)
{
    /// <summary>Bytes that a turn keeps together for one connection: some dozen frames.</summary>
    private const int KeptCapacity = 8 * 1024;

    private readonly Lock _lock = new();
    private Backlog? _backlog;
    private byte[]? _kept;
    private int _keptBytes;
    private List<EdgeRoom>? _rooms;
    private bool _hasLeft;
    private bool _closing;

    /// <summary>Unique, unguessable.</summary>
    public string SessionId => sessionId;

    public long UserId => user.UserId;

    public string UserName => user.Name;

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

    /// <summary>Whether a close frame has been sent or is about to be. Once true it stays so.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    /// <summary>Whether it has ended and left its rooms: what still waits of it is not handled any more. Once true it stays so.</summary>
    public bool HasLeft => Volatile.Read(ref _hasLeft);

    /// <summary>Bytes that wait for its socket, as of a moment ago.</summary>
    public int QueuedBytes => Volatile.Read(ref _backlog)?.Counted ?? 0;

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

    /// <summary>A room it is in.</summary>
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

    /// <summary>A room it is in, by the id as it stands in a frame.</summary>
    public EdgeRoom? Room(ReadOnlySpan<byte> roomId)
    {
        lock (_lock)
        {
            foreach (var room in _rooms ?? [])
            {
                if (roomId.SequenceEqual(room.RoomIdUtf8))
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

    /// <summary>Sends a frame that nobody changes any more.</summary>
    public void Send(byte[] wire, SendKind kind = SendKind.Answer)
    {
        var frame = new WireFrame(wire);
        Send(ref frame, kind);
    }

    /// <summary>Sends a frame.</summary>
    /// <param name="frame">The frame, shared with other receivers.</param>
    /// <param name="kind">What happens to it where the client reads too slowly.</param>
    public void Send(ref WireFrame frame, SendKind kind)
    {
        if (kind is SendKind.Answer or SendKind.CatchUp)
            settings.Metrics.FramesOut(frame.Bytes, receivers: 1);
        lock (_lock)
        {
            if (_closing)
                return;
            if (_backlog is null)
                SendOrKeep(ref frame, kind);
            else if (kind == SendKind.CatchUp || _backlog.Counted + frame.Bytes.Length <= settings.OutboundQueueBytes || MakeRoom(frame.Bytes.Length, kind))
                _backlog.Add(frame.Keep(), kind);
        }
    }

    /// <summary>A turn has ended: what was kept for it goes.</summary>
    public void SendKept()
    {
        lock (_lock)
            SendKeptLocked();
    }

    /// <summary>The socket takes more.</summary>
    public void OnWritable()
    {
        lock (_lock)
        {
            switch (_backlog?.Flush(socket))
            {
                case true:
                    _backlog = null;
                    break;
                case false:
                    socket.AwaitWritable();
                    break;
                case null when _backlog is not null:
                    CutLocked();
                    break;
            }
        }
    }

    /// <summary>Reads no more of the client for now.</summary>
    public void PauseReading()
    {
        lock (_lock)
            socket.PauseReading();
    }

    /// <summary>Reads on.</summary>
    public void ResumeReading()
    {
        lock (_lock)
            socket.ResumeReading();
    }

    /// <summary>Says goodbye: nothing is sent after this. The socket ends when the peer answers, or after a while.</summary>
    public void Close(int code, string reason)
    {
        lock (_lock)
            CloseLocked(code, reason);
    }

    /// <summary>The reader has ended: what the socket has taken still goes out, then it is closed.</summary>
    public void End()
    {
        bool ended;
        lock (_lock)
        {
            SendKeptLocked();
            _closing = true;
            _backlog = null;
            ended = socket.Release();
        }
        if (!ended)
            settings.Closing(this); // a peer that takes nothing any more is cut after a while
    }

    /// <summary>Ends the socket without a word.</summary>
    public void Abort()
    {
        lock (_lock)
            CutLocked();
    }

    // In the order of the calls, whichever threads they come from: what is kept goes before what comes after.
    private void SendOrKeep(ref WireFrame frame, SendKind kind)
    {
        if (_keptBytes == 0 && !SendTurn.IsOpen)
        {
            SendNow(ref frame, kind);
            return;
        }
        var length = frame.Bytes.Length;
        if (_keptBytes > 0 && _keptBytes + length > KeptCapacity)
        {
            SendKeptLocked();
            if (_backlog is not null && !_closing)
                _backlog.Add(frame.Keep(), kind);
        }
        if (_closing || _backlog is not null)
            return;
        if (length > KeptCapacity || (_keptBytes == 0 && !SendTurn.TryKeep(this)))
        {
            SendNow(ref frame, kind);
            return;
        }
        _kept ??= ArrayPool<byte>.Shared.Rent(KeptCapacity);
        frame.Bytes.CopyTo(_kept.AsSpan(_keptBytes));
        _keptBytes += length;
        if (!SendTurn.IsOpen)
            SendKeptLocked();
    }

    private void SendKeptLocked()
    {
        if (_kept is null)
            return;
        var (kept, bytes) = (_kept, _keptBytes);
        (_kept, _keptBytes) = (null, 0);
        var frames = new WireFrame(kept.AsSpan(0, bytes));
        if (!_closing)
            SendNow(ref frames, SendKind.Event);
        ArrayPool<byte>.Shared.Return(kept);
    }

    private void SendNow(ref WireFrame frame, SendKind kind)
    {
        var taken = socket.Send(frame.Bytes);
        if (taken == frame.Bytes.Length)
            return;
        if (taken == IClientSocket.Gone)
        {
            CutLocked();
            return;
        }
        _backlog = Backlog.Of(frame.Keep(), taken, kind);
        socket.AwaitWritable();
    }

    // First the signals go, then the client.
    private bool MakeRoom(int bytes, SendKind kind)
    {
        if (kind == SendKind.Signal)
        {
            settings.Metrics.SignalDropped();
            return false;
        }
        for (var dropped = _backlog!.DropSignals(); dropped > 0; dropped--)
            settings.Metrics.SignalDropped();
        if (_backlog.Counted + bytes <= settings.OutboundQueueBytes)
            return true;
        settings.Metrics.SlowConsumer();
        CloseLocked(CloseCodes.SlowConsumer, "reads slower than its rooms write");
        return false;
    }

    private void CloseLocked(int code, string reason)
    {
        if (_closing)
            return;
        SendKeptLocked();
        if (_closing)
            return;
        var frame = new WireFrame(WebSocketWire.Close(code, reason));
        if (_backlog is null)
        {
            SendNow(ref frame, SendKind.Event);
        }
        else
        {
            _backlog.Clear(); // what waited is of no use to a client that must resume
            _backlog.Add(frame.Keep(), SendKind.Event);
        }
        _closing = true;
        settings.Closing(this);
    }

    private void CutLocked()
    {
        _closing = true;
        _backlog = null;
        socket.Abort();
    }
}
