using System.Collections.Concurrent;
using System.Text;
using Baize.Cluster;
using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Edge;

/// <summary>The rooms that connections of this instance are in, wherever their owners are.</summary>
internal sealed partial class EdgeRooms(OwnerLink link, RoomHost host, IRoomStore store, EdgeMetrics metrics, ILogger<EdgeRooms> logger) : IRoomEdge
{
    /// <summary>How long a room that has members here may be missing in the store before it counts as gone.</summary>
    private static readonly TimeSpan MissingGrace = TimeSpan.FromSeconds(10);

    /// <summary>How long a room's edges are taken for true before they are asked for again.</summary>
    private static readonly TimeSpan EdgesHold = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, EdgeRoom> _rooms = new(StringComparer.Ordinal);
    private long _stamp = host.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000; // above those of an earlier process of this instance's id

    public EdgeMetrics Metrics => metrics;

    public TimeProvider Time => host.Time;

    public IEnumerable<EdgeRoom> Rooms => _rooms.Values;

    public int Count => _rooms.Count;

    public EdgeRoom? Find(string roomId) => _rooms.GetValueOrDefault(roomId);

    /// <summary>Makes a connection a member and sends it the answer and what it missed.</summary>
    /// <returns>The refusal; null where it is in.</returns>
    public async ValueTask<RoomReply?> JoinAsync(
        Connection connection, string roomId, string? id, ResumePosition position, CancellationToken cancellationToken)
    {
        var wasIn = connection.Room(roomId) is not null;
        var (room, member) = BeginJoin(connection, roomId, position.Spectates);
        var (joined, attached) = (false, true);
        var moves = room.Moves;
        try
        {
            var request = new RoomRequest(RoomRequestKind.Join, connection.UserId, connection.UserName, id, default) { Spectate = position.Spectates };
            var answer = await link.AskAsync(new RoomAsk(roomId, request, host.InstanceId, NextStamp()), room.Owner, cancellationToken);
            if (answer.Status == OwnerReplyStatus.Answered && answer.Reply?.Code is null && room.IsStale(member, answer.LogId, answer.Head))
            {
                host.Doubt(roomId);
                answer = await link.AskAsync(new RoomAsk(roomId, request, host.InstanceId, NextStamp()), owner: null, cancellationToken);
            }
            attached = answer.Status is not OwnerReplyStatus.NoRoom && answer.Reply?.Code is null; // without an answer it may be
            if (Refusal(answer) is { } refusal)
            {
                metrics.Joined(answer.Status == OwnerReplyStatus.Unavailable ? JoinOutcome.Unavailable : JoinOutcome.Refused);
                return refusal;
            }
            if (room.Moves == moves)
                room.Owner = answer.Owner;
            room.MissingSince = 0;
            joined = await EndJoinAsync(room, member, answer, id, position, cancellationToken);
            if (!joined)
                metrics.Joined(JoinOutcome.Unavailable);
            else if (room.Moves != moves)
                _ = ReattachAsync(room); // who was joining was passed over when the new owner was told who is here
            return joined ? null : Unavailable();
        }
        finally
        {
            if (!joined && wasIn)
                room.CancelJoin(member);
            else if (!joined)
                Abandon(room, connection, attached);
        }
    }

    /// <summary>Ends a user's membership, on all connections.</summary>
    /// <returns>The refusal; null where it is out.</returns>
    public async ValueTask<RoomReply?> LeaveAsync(Connection connection, EdgeRoom room, string? id, CancellationToken cancellationToken)
    {
        connection.Leaving = room;
        try
        {
            var request = new RoomRequest(RoomRequestKind.Leave, connection.UserId, connection.UserName, id, default);
            var answer = await link.AskAsync(new RoomAsk(room.RoomId, request, host.InstanceId, NextStamp()), room.Owner, cancellationToken);
            if (answer.Status != OwnerReplyStatus.NoRoom && Refusal(answer) is { Code: not ErrorCodes.NotMember } refusal)
                return refusal;
            Remove(room, connection); // the user's other connections are told by the owner: one of them may have joined since
            return null;
        }
        finally
        {
            connection.Leaving = null;
        }
    }

    /// <summary>Asks something of a room that a connection is in.</summary>
    public async ValueTask<RoomReply> SubmitAsync(EdgeRoom room, RoomRequest request, CancellationToken cancellationToken)
    {
        var answer = await link.AskAsync(new RoomAsk(room.RoomId, request, host.InstanceId, Stamp: 0), room.Owner, cancellationToken);
        if (answer.Status == OwnerReplyStatus.Answered)
            (room.Owner, room.MissingSince) = (answer.Owner, 0);
        else if (answer.Status == OwnerReplyStatus.NoRoom && !IsGone(room))
            return Unavailable(); // we are in it: an emptied store has lost it, and its owner is about to write it anew
        var refusal = Refusal(answer);
        if (refusal is { Code: ErrorCodes.NotMember })
            OnExpelled(room.RoomId, [request.UserId]); // what the owner had said of it was lost
        return refusal ?? answer.Reply!;
    }

    /// <summary>Sends a member's signal on its way: to all edges, or to the owner, who knows them.</summary>
    public void Signal(EdgeRoom room, ReadOnlySpan<byte> frame)
    {
        if (host.Find(room.RoomId) is { } hosted)
            hosted.Signal(frame);
        else if (room.Edges is { } edges)
            Signal(room, edges, frame);
        else if (room.Owner is { } owner && owner != host.InstanceId)
            host.Bus.Post(owner, (byte)BusKind.SignalUp, RoomWords.Signal(room.RoomId, frame));
        else
            metrics.SignalDropped(); // the room is changing hands: a signal has no promise
    }

    // No hop by the owner, and no stop while the room changes hands.
    private void Signal(EdgeRoom room, string[] edges, ReadOnlySpan<byte> frame)
    {
        if (room.AsksForEdges(EdgesHold) && room.Owner is { } owner)
            host.Bus.Post(owner, (byte)BusKind.EdgesWanted, RoomWords.Rooms([room.RoomId])); // the last word may have been lost
        ReadOnlySpan<byte> body = default;
        foreach (var edge in edges)
        {
            if (edge == host.InstanceId)
                continue;
            if (body.IsEmpty)
                body = RoomWords.Signal(room.RoomId, frame);
            host.Bus.Post(edge, (byte)BusKind.Signal, body);
        }
        room.Signal(frame);
    }

    /// <summary>A connection has ended: out of all its rooms, and their owners are told where it was its user's last here.</summary>
    public async Task OnDisconnectedAsync(Connection connection)
    {
        foreach (var room in connection.LeaveAll())
        {
            var stamp = NextStamp(); // before the removal: a join that comes after it gets a higher one
            if (Remove(room, connection).WasLast && !await TryTellGoneAsync(room, connection.UserId, connection.UserName, stamp))
                _ = TellGoneAsync(room, connection.UserId, connection.UserName, stamp);
        }
    }

    // A join that came to nothing here: where the owner may think otherwise, it is told.
    private void Abandon(EdgeRoom room, Connection connection, bool attached)
    {
        var stamp = NextStamp();
        Remove(room, connection);
        if (attached && !room.HasUser(connection.UserId))
            _ = TellGoneAsync(room, connection.UserId, connection.UserName, stamp);
    }

    // Until the owner has heard it, or the user is here again: else a member would be shown as connected for ever.
    private async Task TellGoneAsync(EdgeRoom room, long userId, string userName, long stamp)
    {
        try
        {
            for (var attempt = 0; !await TryTellGoneAsync(room, userId, userName, stamp); attempt++)
            {
                if (attempt == 0)
                    Log.DisconnectUntold(logger, room.RoomId);
                if (!await host.BackOffAsync(attempt) || Find(room.RoomId)?.HasUser(userId) == true)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // stopping: whoever takes the room over learns who is connected
        }
    }

    private async Task<bool> TryTellGoneAsync(EdgeRoom room, long userId, string userName, long stamp)
    {
        var request = new RoomRequest(RoomRequestKind.Disconnect, userId, userName, Id: null, default);
        var answer = await link.AskAsync(new RoomAsk(room.RoomId, request, host.InstanceId, stamp), room.Owner, host.Stopping);
        return answer.Status != OwnerReplyStatus.Unavailable;
    }

    public void OnEvents(RoomEvents events) => Find(events.RoomId)?.OnEvents(events);

    public void OnSignal(string roomId, ReadOnlySpan<byte> frame) => _ = Find(roomId)?.Signal(frame);

    public void OnSignal(ReadOnlySpan<byte> roomId, ReadOnlySpan<byte> frame)
    {
        Span<char> text = stackalloc char[RoomId.MaxLength];
        if (roomId.Length <= text.Length && _rooms.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..Encoding.ASCII.GetChars(roomId, text)], out var room))
            room.Signal(frame);
    }

    public void OnHead(string roomId, string logId, long head) => Find(roomId)?.OnHead(logId, head);

    public void OnEdges(string roomId, string[] edges) => Find(roomId)?.OnEdges(edges);

    public void OnExpelled(string roomId, IReadOnlyList<long> users)
    {
        if (Find(roomId) is not { } room)
            return;
        byte[]? left = null;
        foreach (var user in users)
        {
            foreach (var connection in room.Remove(user))
            {
                connection.Exit(room);
                if (connection.Leaving != room) // it gets its answer, with the request's id
                    connection.Send(left ??= WebSocketWire.Text(ServerFrame.Encode(FrameTypes.RoomLeft, roomId, data: "{}"u8)));
            }
        }
        Forget(room);
    }

    public void OnMoved(string roomId, string? owner)
    {
        if (Find(roomId) is not { } room)
            return;
        room.Moves++;
        room.Owner = owner;
        _ = ReattachAsync(room);
    }

    /// <summary>Reads a room's log for a gap.</summary>
    public ValueTask<LogSlice> ReadLogAsync(string roomId, long afterSeq) => store.ReadLogAsync(roomId, afterSeq, host.Stopping);

    /// <summary>A gap could not be closed yet.</summary>
    public void OnGapFault(string roomId, int attempt, Exception fault)
    {
        if (fault is ClusterUnavailableException)
            Log.GapWaits(logger, roomId, fault.Message);
        else if (attempt == 0)
            Log.GapFault(logger, roomId, fault);
    }

    /// <summary>Waits before the next try.</summary>
    /// <returns>False when the process is stopping.</returns>
    public ValueTask<bool> BackOffAsync(int attempt) => host.BackOffAsync(attempt);

    private (EdgeRoom Room, Member Member) BeginJoin(Connection connection, string roomId, bool spectates)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(roomId, static (id, self) => new EdgeRoom(id, self), this);
            if (room.BeginJoin(connection, spectates) is { } member)
            {
                if (connection.TryEnter(room))
                    return (room, member);
                room.Remove(connection);
                Forget(room);
                throw new OperationCanceledException("The connection has ended.");
            }
            Forget(room); // closed between our two steps
        }
    }

    private async ValueTask<bool> EndJoinAsync(
        EdgeRoom room, Member member, OwnerReply answer, string? id, ResumePosition position, CancellationToken cancellationToken)
    {
        var resumes = position.LogId == answer.LogId && position.Seq <= answer.Head;
        var after = resumes ? position.Seq : answer.Head;
        for (var again = false; ; again = true)
        {
            LogSlice? missed = null;
            if (after < answer.Head || again)
            {
                try
                {
                    missed = await store.ReadLogAsync(room.RoomId, after, cancellationToken);
                }
                catch (ClusterUnavailableException)
                {
                    return false;
                }
                if (!missed.IsComplete || missed.LogId != answer.LogId)
                {
                    if (!resumes)
                        return false;
                    (resumes, after, missed) = (false, answer.Head, null);
                }
            }
            var frame = JoinAnswer.Encode(room.RoomId, answer, resumes, id);
            switch (room.EndJoin(member, answer.LogId, answer.Head, WebSocketWire.Text(frame), missed, again))
            {
                case JoinEnd.Done:
                    metrics.Joined(resumes ? JoinOutcome.Resumed : JoinOutcome.Joined);
                    return true;
                case JoinEnd.Gone:
                    return false;
            }
        }
    }

    private (bool WasMember, bool WasLast) Remove(EdgeRoom room, Connection connection)
    {
        connection.Exit(room);
        var removed = room.Remove(connection);
        Forget(room);
        return removed;
    }

    private void Forget(EdgeRoom room)
    {
        if (room.IsClosed)
            _rooms.TryRemove(new KeyValuePair<string, EdgeRoom>(room.RoomId, room));
    }

    /// <summary>Rises with each thing this edge says about who is connected here.</summary>
    public long NextStamp() => Interlocked.Increment(ref _stamp);

    private bool IsGone(EdgeRoom room)
    {
        if (room.MissingSince == 0)
            room.MissingSince = host.Time.GetTimestamp();
        return host.Time.GetElapsedTime(room.MissingSince) > MissingGrace;
    }

    private static RoomReply? Refusal(OwnerReply answer) => answer.Status switch
    {
        OwnerReplyStatus.Answered => answer.Reply is { Code: not null } refused ? refused : null,
        OwnerReplyStatus.NoRoom => RoomReply.Refused(ErrorCodes.RoomNotFound, "There is no such room."),
        _ => Unavailable(),
    };

    private static RoomReply Unavailable() =>
        RoomReply.Refused(ErrorCodes.Unavailable, "The room is changing hands or the store is away. Send it again with the same id.");

    private static partial class Log // ids 2100-2119
    {
        [LoggerMessage(2100, LogLevel.Debug, "The owner of room {RoomId} could not be told of a lost connection.", EventName = "DisconnectUntold")]
        public static partial void DisconnectUntold(ILogger logger, string roomId);

        [LoggerMessage(2101, LogLevel.Debug, "A gap in room {RoomId} waits to be closed: {Reason}", EventName = "GapWaits")]
        public static partial void GapWaits(ILogger logger, string roomId, string reason);

        [LoggerMessage(2102, LogLevel.Error, "A gap in room {RoomId} could not be closed; it is tried again.", EventName = "GapFault")]
        public static partial void GapFault(ILogger logger, string roomId, Exception exception);
    }
}
