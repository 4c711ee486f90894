using Baize.GameServer.Sockets;

namespace Baize.GameServer.Edge;

/// <summary>A connection in a room. All but the connection is guarded by the room's lock.</summary>
internal sealed class Member(Connection connection)
{
    /// <summary>Frames that a joining member may have waiting. Over it they are dropped and read from the log instead.</summary>
    private const int JoiningCapacity = 1024;

    private List<(long Seq, byte[] Wire)>? _joining = [];
    private long _position;

    public Connection Connection { get; } = connection;

    /// <summary>Whether it watches, without a seat.</summary>
    public bool Spectates { get; init; }

    /// <summary>Whether the answer to the join is still to come: events wait until it has been sent.</summary>
    public bool IsJoining => _joining is not null;

    /// <summary>Whether events were dropped while joining.</summary>
    public bool Missed { get; private set; }

    /// <summary>Gives it a frame that it has not had yet, or keeps the frame until the join is answered. Never blocks: the bus' reader calls it.</summary>
    public void Deliver(long seq, ref WireFrame wire)
    {
        if (_joining is null)
            Send(seq, ref wire, SendKind.Event);
        else if (_joining.Count < JoiningCapacity)
            _joining.Add((seq, wire.Keep()));
        else
            Missed = true;
    }

    /// <summary>Where its room stood here when the join began: no owner knows less.</summary>
    public long JoinsFrom { get; private set; }

    /// <summary>Joins, maybe anew: events wait again.</summary>
    public void BeginJoin(long from)
    {
        _joining ??= [];
        JoinsFrom = from;
        Missed = false;
    }

    /// <summary>Something was not kept for it: if it is joining, what follows the answer must be read from the log.</summary>
    public void Miss() => Missed |= IsJoining;

    /// <summary>The join has been answered: what waited follows, from the position after the answer's. An earlier one does not count any more: it may be of another history.</summary>
    public void EndJoin(long position)
    {
        _position = position;
        CancelJoin();
    }

    /// <summary>The join was refused: what waited follows.</summary>
    public void CancelJoin()
    {
        foreach (var (seq, kept) in _joining ?? [])
        {
            var wire = new WireFrame(kept);
            Send(seq, ref wire, SendKind.CatchUp);
        }
        _joining = null;
    }

    // The log that a join reads may be ahead of what this instance has been told: that is then told again.
    private void Send(long seq, ref WireFrame wire, SendKind kind)
    {
        if (seq <= _position)
            return;
        _position = seq;
        Connection.Send(ref wire, kind);
    }
}
