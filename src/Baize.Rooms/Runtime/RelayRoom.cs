using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>A room without rules and seats: members exchange messages and signals. There may be thousands of them.</summary>
internal sealed class RelayRoom : Room
{
    /// <summary>Members that the roster names: the first to have joined. Each change of it is sent to every member.</summary>
    private const int Listed = 64;

    /// <summary>
    /// Members up to whose number all are told of each who comes and goes. Beyond it only the roster's are told of: it would be
    /// n² frames of some kilobytes, 100 GB for a room of 5,000, and the roster in them would be the same.
    /// </summary>
    private const int Announced = 256;

    // Joined after this ordinal: not in the roster, so that a change of it need not be encoded anew.
    private long _lastListed = long.MaxValue;

    public RelayRoom(string roomId, RoomSnapshot snapshot, long seq, IReadOnlyList<AppliedRequest> applied, RoomTimes times)
        : base(roomId, snapshot, seq, applied, times) => FindLastListed();

    public static RelayRoom Create(RoomSetup setup, RoomTimes times) =>
        new(setup.RoomId, New(setup, name: setup.RoomId, RoomStatus.Playing, maxPlayers: 0, times), seq: 0, applied: [], times);

    // Nobody has come yet: EndsAt says how long that may last. Once someone came it is done when empty.
    public override bool IsDone => Members.Count == 0 && EndsAt == long.MaxValue;

    public override bool IsLight => Members.Count <= Listed;

    private protected override long DisconnectGraceMs => (long)Times.DisconnectGrace.TotalMilliseconds;

    private protected override IEnumerable<PlayerInfo> Players() =>
        Members.InOrder.Take(Listed).Select(m => new PlayerInfo(m.UserId, m.Name, Seat: null, Ready: false, m.Connected));

    private protected override RoomReply Join(RoomRequest request, long now, RoomTurn turn)
    {
        if (Members.Find(request.UserId) is not { } member)
        {
            member = Members.Add(request.UserId, request.UserName);
            EndsAt = long.MaxValue;
            if (!request.Connected)
                SetAway(member, now);
            OnChanged(member, turn);
            return IsAnnounced(member) ? Joined(member, turn, AppendUpdate(RoomActions.Join, member.UserId, turn)) : Joined(member, turn);
        }
        if (member.Connected)
            return Joined(member, turn);
        if (!request.Connected)
        {
            SetAway(member, now); // asked again through the API: the wait begins anew
            turn.StateChanged = true;
            return Joined(member, turn);
        }
        member.Connected = true;
        Members.Stay(member);
        var listed = IsListed(member);
        OnChanged(member, turn);
        return listed ? Joined(member, turn, AppendUpdate(RoomActions.Reconnect, member.UserId, turn)) : Joined(member, turn);
    }

    private protected override RoomReply Leave(Member member, long now, RoomTurn turn)
    {
        var announced = IsAnnounced(member);
        Remove(member, turn);
        if (announced)
            AppendUpdate(RoomActions.Leave, member.UserId, turn);
        return RoomReply.Done();
    }

    private protected override void Disconnect(Member member, long now, RoomTurn turn)
    {
        if (!member.Connected)
            return;
        var listed = IsListed(member);
        SetAway(member, now);
        OnChanged(member, turn);
        if (listed)
            AppendUpdate(RoomActions.Disconnect, member.UserId, turn);
    }

    // Whether who is connected shows in the roster. Where it does not, nobody is told: of a room of 5,000 half may be cut off at
    // once, and each would be told of each.
    private bool IsListed(Member member) => member.Ordinal <= _lastListed;

    private bool IsAnnounced(Member member) => Members.Count <= Announced || IsListed(member);

    private protected override RoomReply DecideOther(RoomRequest request, Member? member, long now, RoomTurn turn)
    {
        switch (request.Kind)
        {
            case RoomRequestKind.Kick when request.UserId == 0:
                return Kick(request, turn);
            case var _ when member is null:
                return NotMember();
            case RoomRequestKind.Ready or RoomRequestKind.CancelReady or RoomRequestKind.Start:
                return RoomReply.Refused(ErrorCodes.AlreadyStarted, $"Room {RoomId} is a relay room: there is no game to start.");
            case RoomRequestKind.Action:
                return RoomReply.Refused(ErrorCodes.IllegalMove, $"Room {RoomId} is a relay room: it has no rules and no actions.");
            default:
                return Forbidden($"Room {RoomId} is a relay room: it has no host and no seats.");
        }
    }

    private protected override void DoNext(long now, RoomTurn turn)
    {
        if (Members.FirstGone(now) is { } member)
        {
            Leave(member, now, turn);
            return;
        }
        EndsAt = long.MaxValue; // nobody came
        turn.StateChanged = true;
    }

    private protected override ReadOnlyMemory<byte>? StateFor(Member member, RoomTurn turn) => NoState;

    private RoomReply Kick(RoomRequest request, RoomTurn turn)
    {
        var about = NotifyData.UserIdOf(request.Data.Span);
        if (Members.Find(about) is not { } member)
            return RoomReply.Refused(ErrorCodes.NotMember, $"User {about} is not a member of room {RoomId}.");
        Remove(member, turn);
        RememberPutOut(about);
        AppendUpdate(RoomActions.Kick, userId: 0, turn, about);
        return RoomReply.Done();
    }

    private void SetAway(Member member, long now)
    {
        member.Connected = false;
        Members.GoneAt(member, now + DisconnectGraceMs);
    }

    private void Remove(Member member, RoomTurn turn)
    {
        Members.Remove(member);
        turn.Removed.Add(member.UserId);
        OnChanged(member, turn);
    }

    private void OnChanged(Member member, RoomTurn turn)
    {
        turn.StateChanged = true;
        if (member.Ordinal > _lastListed)
            return;
        OnChanged(turn);
        FindLastListed();
    }

    private void FindLastListed()
    {
        _lastListed = long.MaxValue;
        var listed = 0;
        foreach (var member in Members.InOrder)
        {
            if (++listed < Listed)
                continue;
            _lastListed = member.Ordinal;
            return;
        }
    }
}
