using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>
/// A room: members, and the rules of its game where it has one. Pure memory: no I/O, no clock, no threads of its own. The same
/// requests at the same times give the same events, byte for byte, on any instance.
/// </summary>
/// <remarks>Not for use by several threads at once.</remarks>
public abstract partial class Room
{
    /// <summary>Name of the game of rooms that have none.</summary>
    public const string RelayGame = "relay";

    /// <summary>Things done in one tick: when thousands have gone at once, the rest waits for the next, and the host commits between.</summary>
    private const int MaxPerTick = 256;

    /// <summary>Users who were put out that the room remembers: those whose instance may not have heard of it yet.</summary>
    private const int MaxPutOut = 64;

    private readonly AppliedRequests _applied = new();
    private readonly List<long> _putOut = [];

    private protected Room(string roomId, RoomSnapshot snapshot, long seq, IReadOnlyList<AppliedRequest> applied, RoomTimes times)
    {
        RoomId = roomId;
        Game = snapshot.Game;
        Name = snapshot.Name;
        Status = snapshot.Status;
        CreatorId = snapshot.CreatorId;
        HostId = snapshot.HostId;
        MaxPlayers = snapshot.MaxPlayers;
        CreatedAt = snapshot.CreatedAt;
        EndsAt = snapshot.EndsAt ?? long.MaxValue;
        IsClosed = snapshot.Closed;
        Members = new Roster(snapshot.NextOrdinal);
        foreach (var member in snapshot.Members)
            Members.Restore(member.ToMember());
        _putOut.AddRange(snapshot.PutOut ?? []);
        Seq = seq;
        foreach (var request in applied)
            _applied.Add(request);
        Times = times;
    }

    /// <summary>See <see cref="Protocol.Rooms.RoomId"/>.</summary>
    public string RoomId { get; }

    /// <summary>The game's name; <see cref="RelayGame"/> where there are no rules.</summary>
    public string Game { get; }

    /// <summary>Position of the last event, committed or not.</summary>
    public long Seq { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do, Unix milliseconds; <see cref="long.MaxValue"/>: never, as things are.</summary>
    public virtual long NextDeadline => Math.Min(Members.NextGone, IsDone ? long.MaxValue : EndsAt);

    /// <summary>Whether nothing is left to keep: the room may be deleted.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Version of the rules that it goes by; null: it has none.</summary>
    public virtual int? RulesVersion => null;

    /// <summary>Users with a connection, as far as the room knows. Where the roster is capped, this is not.</summary>
    public IEnumerable<long> ConnectedUsers => Members.InOrder.Where(m => m is { Connected: true, IsBot: false }).Select(m => m.UserId);

    /// <summary>Whether its rules take microseconds and its members are few: then it need not be given a thread of its own.</summary>
    public virtual bool IsLight => false;

    private protected Roster Members { get; }

    private protected RoomTimes Times { get; }

    private protected string Name { get; }

    private protected string Status { get; set; }

    private protected long CreatorId { get; }

    private protected long HostId { get; set; }

    private protected int MaxPlayers { get; }

    private protected long CreatedAt { get; }

    // When the room ends if nobody comes, or after its game; long.MaxValue: not.
    private protected long EndsAt { get; set; }

    private protected bool IsClosed { get; private set; }

    /// <summary>Decides a request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="turn">Gathers what it brings about. Nothing is added where the request is refused, faults excepted.</param>
    /// <returns>The answer, to be given when the turn is committed.</returns>
    public RoomReply Handle(RoomRequest request, long now, RoomTurn turn)
    {
        if (IsClosed)
            return RoomReply.Refused(ErrorCodes.RoomNotFound, $"Room {RoomId} has been closed.");
        if (request.Kind == RoomRequestKind.GetState)
            return GetState(request.UserId, turn);
        if (request.Id is { } id && _applied.TryGet(request.UserId, id, out var seq) && Repeat(request, seq, now, turn) is { } again)
            return again;

        var before = Seq;
        var reply = Decide(request, now, turn);
        if (reply.Code is not null)
            return reply;
        if (Seq > before && reply.Seq == 0)
            reply = reply with { Seq = before + 1 };
        if (request.Id is not null)
            Remember(new AppliedRequest(request.UserId, request.Id, reply.Seq), turn);
        if (request.Kind != RoomRequestKind.Disconnect)
            KeepWaiting(request.UserId, now, turn);
        return reply;
    }

    /// <summary>Does what is due.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="turn">Gathers what it brings about.</param>
    public void Tick(long now, RoomTurn turn)
    {
        for (var done = 0; done < MaxPerTick && !IsClosed && NextDeadline <= now; done++)
            DoNext(now, turn);
    }

    // How long a member without a connection is waited for.
    private protected abstract long DisconnectGraceMs { get; }

    private protected static ReadOnlyMemory<byte> NoState { get; } = "null"u8.ToArray();

    private protected abstract RoomReply Join(RoomRequest request, long now, RoomTurn turn);

    private protected abstract RoomReply Leave(Member member, long now, RoomTurn turn);

    private protected abstract void Disconnect(Member member, long now, RoomTurn turn);

    // Everything that only members may ask and that differs by kind of room.
    private protected abstract RoomReply DecideOther(RoomRequest request, Member? member, long now, RoomTurn turn);

    // What is due first; NextDeadline has come and moves on.
    private protected abstract void DoNext(long now, RoomTurn turn);

    // JSON; null in JSON where there is none.
    private protected abstract ReadOnlyMemory<byte>? StateFor(Member member, RoomTurn turn);

    private protected RoomReply NotMember() => RoomReply.Refused(ErrorCodes.NotMember, $"Only members of room {RoomId} may. Join it first.");

    private protected static RoomReply Forbidden(string message) => RoomReply.Refused(ErrorCodes.Forbidden, message);

    // Where the rules fail to show the state, the member is in all the same.
    private protected RoomReply Joined(Member member, RoomTurn turn, long seq = 0) =>
        new(Code: null, Message: null, seq, InfoJson, StateFor(member, turn) ?? NoState);

    private RoomReply GetState(long userId, RoomTurn turn)
    {
        if (FindMember(userId) is not { } member)
            return NotMember();
        return StateFor(member, turn) is { } state
            ? RoomReply.Done() with { State = state }
            : RoomReply.Refused(ErrorCodes.Internal, "The game's rules failed to show their state.");
    }

    // Who is away but asks for things, through the API, is waited for anew.
    private void KeepWaiting(long userId, long now, RoomTurn turn)
    {
        if (FindMember(userId) is not { GoneAt: not long.MaxValue } member || member.GoneAt == now + DisconnectGraceMs)
            return;
        Members.GoneAt(member, now + DisconnectGraceMs);
        turn.StateChanged = true;
    }

    private RoomReply Decide(RoomRequest request, long now, RoomTurn turn)
    {
        var member = FindMember(request.UserId);
        switch (request.Kind)
        {
            case RoomRequestKind.Join when !UserId.IsValid(request.UserId):
                return RoomReply.Refused(ErrorCodes.BadFrame, $"User id {request.UserId} is not one: 1 to {UserId.Max} is allowed.");
            case RoomRequestKind.Join when request.Again && member is null && _putOut.Contains(request.UserId):
                return NotMember(); // its instance has not heard that it was put out: it hears it by this
            case RoomRequestKind.Join:
                var joined = Join(request, now, turn);
                if (joined.Code is null && _putOut.Remove(request.UserId))
                    turn.StateChanged = true;
                return joined;
            case RoomRequestKind.Disconnect:
                if (member is not null)
                    Disconnect(member, now, turn);
                return RoomReply.Done();
            case RoomRequestKind.Notify:
                return Notify(request, turn);
            case RoomRequestKind.Close:
                return Close(request, turn);
            case RoomRequestKind.Leave:
                return member is null ? NotMember() : Leave(member, now, turn);
            case RoomRequestKind.Message:
                if (member is null)
                    return NotMember();
                Append(FrameTypes.Message, request.UserId, request.Data.Span, turn);
                return RoomReply.Done();
            default:
                return DecideOther(request, member, now, turn);
        }
    }

    // A request that took effect before. Being a member and not being one are states rather than effects: who joined under an id,
    // left, and asks to join under the same id is not in, and wants to be. So these two are repeated where they are true no more.
    private RoomReply? Repeat(RoomRequest request, long seq, long now, RoomTurn turn)
    {
        var member = FindMember(request.UserId);
        switch (request.Kind)
        {
            case RoomRequestKind.Join when member is null:
            case RoomRequestKind.Leave when member is not null:
                return null;
            case RoomRequestKind.Join when !request.Connected:
                return Joined(member!, turn, seq);
            case RoomRequestKind.Join:
                var joined = Join(request, now, turn); // marks a returning member as connected
                return joined.Code is null ? joined with { Seq = seq } : joined;
            default:
                return RoomReply.Done(seq);
        }
    }

    /// <summary>Remembers who was put out, until it joins by itself: what tells its instance may be lost.</summary>
    private protected void RememberPutOut(long userId)
    {
        if (_putOut.Count == MaxPutOut)
            _putOut.RemoveAt(0);
        _putOut.Add(userId);
    }

    // Not who has left and only keeps a seat.
    private Member? FindMember(long userId) => Members.Find(userId) is { HasLeft: false } member ? member : null;

    private void Remember(in AppliedRequest applied, RoomTurn turn)
    {
        _applied.Add(applied);
        turn.Applied.Add(applied);
    }

    private RoomReply Notify(RoomRequest request, RoomTurn turn)
    {
        Append(FrameTypes.RoomUpdated, NotifyData.UserIdOf(request.Data.Span), request.Data.Span, turn);
        return RoomReply.Done();
    }

    private RoomReply Close(RoomRequest request, RoomTurn turn)
    {
        if (request.UserId != 0 && request.UserId != HostId && request.UserId != CreatorId)
            return Forbidden($"Only the host may close room {RoomId}.");
        Close(request.UserId, turn);
        return RoomReply.Done();
    }

    /// <summary>Ends the room: its members are told and let go.</summary>
    private protected void Close(long userId, RoomTurn turn)
    {
        Append(FrameTypes.RoomDeleted, userId, ServerFrame.Data(writer => writer.WriteString("room_id"u8, RoomId)), turn);
        foreach (var member in Members.InOrder.ToList())
        {
            if (member is { IsBot: false, HasLeft: false })
                turn.Removed.Add(member.UserId);
            Members.Remove(member);
        }
        IsClosed = true;
        EndsAt = long.MaxValue;
        OnChanged(turn);
    }
}
