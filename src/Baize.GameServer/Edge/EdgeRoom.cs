using System.Text;
using Baize.Cluster.Rooms;

namespace Baize.GameServer.Edge;

/// <summary>
/// A room as this instance's members see it: one stream of events, in order, each once. What the bus lost or brought out of
/// order is read from the log. Its lock is held for moments only and never across a wait.
/// </summary>
internal sealed partial class EdgeRoom(string roomId, EdgeRooms edge)
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
