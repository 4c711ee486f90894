using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>Who comes, goes, watches, is away, and who is the host.</summary>
internal sealed partial class GameRoom
{
    private protected override long DisconnectGraceMs =>
        (long)((Status == RoomStatus.Playing ? _game.Grace : null) ?? Times.DisconnectGrace).TotalMilliseconds;

    // Who made the room may never come: after a while the first player may start the game.
    private long HostDueAt => Status == RoomStatus.Waiting && HostId != 0 && Members.Find(HostId) is null && NextHost() is not null
        ? CreatedAt + (long)Times.VacantGrace.TotalMilliseconds
        : long.MaxValue;

    private protected override RoomReply Join(RoomRequest request, long now, RoomTurn turn)
    {
        var member = Members.Find(request.UserId);
        if (member?.Seat is not null)
            return Return(member, request, now, turn);
        if (request.Spectate || (member is not null && Status != RoomStatus.Waiting))
            return Watch(member, request, now, turn);
        if (Status != RoomStatus.Waiting)
            return RoomReply.Refused(ErrorCodes.AlreadyStarted, $"The game in room {RoomId} has begun. It can be watched: join with spectate.");
        if (FreeSeat() is not { } seat)
            return RoomReply.Refused(ErrorCodes.RoomFull, $"All {MaxPlayers} seats of room {RoomId} are taken. It can be watched: join with spectate.");

        member ??= Members.Add(request.UserId, request.UserName);
        member.Seat = seat;
        if (HostId == 0)
            HostId = member.UserId;
        SetConnected(member, request.Connected, now);
        OnChanged(now, turn);
        return Joined(member, turn, AppendUpdate(RoomActions.Join, member.UserId, turn));
    }

    private protected override RoomReply Leave(Member member, long now, RoomTurn turn)
    {
        Remove(member, RoomActions.Leave, member.UserId, now, turn);
        return RoomReply.Done();
    }

    private protected override void Disconnect(Member member, long now, RoomTurn turn)
    {
        if (!member.Connected)
            return;
        if (member.Seat is null)
        {
            Members.Remove(member); // nothing to come back to; joining again is all the same
            OnPresence(now, turn);
            return;
        }
        SetConnected(member, connected: false, now);
        OnChanged(now, turn);
        AppendUpdate(RoomActions.Disconnect, member.UserId, turn);
        TellGame("disconnect", member, now, turn, _game.Disconnected);
    }

    private RoomReply Return(Member member, RoomRequest request, long now, RoomTurn turn)
    {
        if (member.Connected || (!request.Connected && !member.HasLeft))
        {
            if (!member.Connected)
            {
                SetConnected(member, connected: false, now); // asked again through the API: the wait begins anew
                turn.StateChanged = true;
            }
            return Joined(member, turn);
        }
        var action = member.HasLeft ? RoomActions.Join : RoomActions.Reconnect;
        member.HasLeft = false;
        SetConnected(member, request.Connected, now);
        OnChanged(now, turn);
        var seq = AppendUpdate(action, member.UserId, turn);
        TellGame("reconnect", member, now, turn, _game.Reconnected);
        return Joined(member, turn, seq);
    }

    private RoomReply Watch(Member? member, RoomRequest request, long now, RoomTurn turn)
    {
        if (member is null)
        {
            member = Members.Add(request.UserId, request.UserName);
            SetConnected(member, request.Connected, now);
            OnPresence(now, turn);
        }
        else if (!member.Connected)
        {
            SetConnected(member, request.Connected, now);
            OnPresence(now, turn);
        }
        return Joined(member, turn);
    }

    // Away for too long.
    private void GiveUp(Member member, long now, RoomTurn turn)
    {
        if (Status != RoomStatus.Playing || member.Seat is null)
        {
            Remove(member, RoomActions.Leave, member.UserId, now, turn);
            return;
        }
        Members.Stay(member); // the seat is kept for the rest of the game
        OnChanged(now, turn);
        TellGame("leave", member, now, turn, player => _game.HasGone(player, LeaveReason.Away));
    }

    private RoomReply Kick(RoomRequest request, long now, RoomTurn turn)
    {
        var byPlatform = request.UserId == 0;
        if (!byPlatform && request.UserId != HostId)
            return Forbidden($"Only the host of room {RoomId} may put others out.");
        var about = NotifyData.UserIdOf(request.Data.Span);
        if (Members.Find(about) is not { HasLeft: false } member)
            return RoomReply.Refused(ErrorCodes.NotMember, $"User {about} is not a member of room {RoomId}.");
        if (about == request.UserId)
            return Forbidden("The host cannot be put out; leave instead.");
        if (!byPlatform && Status == RoomStatus.Playing && member.Seat is not null)
            return RoomReply.Refused(ErrorCodes.AlreadyStarted, "The game has begun: nobody can be put out of it.");
        Remove(member, RoomActions.Kick, request.UserId, now, turn);
        if (!member.IsBot)
            RememberPutOut(about);
        return RoomReply.Done();
    }

    private RoomReply AddBot(RoomRequest request, Member member, long now, RoomTurn turn)
    {
        if (member.UserId != HostId)
            return Forbidden($"Only the host of room {RoomId} may seat bots.");
        if (Status != RoomStatus.Waiting)
            return RoomReply.Refused(ErrorCodes.AlreadyStarted, $"The game in room {RoomId} has begun.");
        if (!_game.HasBots)
            return RoomReply.Refused(ErrorCodes.IllegalMove, $"{_game.Name} has no bots.");
        if (FreeSeat() is not { } seat)
            return RoomReply.Refused(ErrorCodes.RoomFull, $"All {MaxPlayers} seats of room {RoomId} are taken.");
        var bot = Members.Add(-(seat + 1), $"Bot {seat + 1}");
        (bot.Seat, bot.Ready) = (seat, true);
        OnChanged(now, turn);
        AppendUpdate(RoomActions.Join, request.UserId, turn, about: bot.UserId);
        StartIfReady(request.UserId, now, turn);
        return RoomReply.Done();
    }

    private void Remove(Member member, string action, long userId, long now, RoomTurn turn)
    {
        if (!member.IsBot)
            turn.Removed.Add(member.UserId);
        if (member.Seat is null)
        {
            Members.Remove(member);
            OnPresence(now, turn);
            return;
        }
        if (Status == RoomStatus.Waiting)
        {
            Members.Remove(member);
        }
        else
        {
            // Who played stays in the roster: the rules know players by seat, and views of an ended game are still asked for.
            member.HasLeft = true;
            member.Connected = false;
            Members.Stay(member);
        }
        OnChanged(now, turn);
        AppendUpdate(action, userId, turn, about: userId == member.UserId ? 0 : member.UserId);
        if (member.UserId == HostId && Status != RoomStatus.Ended)
            PassHost(turn);
        TellGame("leave", member, now, turn, player => _game.HasGone(player, LeaveReason.Left));
        if (Status == RoomStatus.Playing && Members.InOrder.All(m => m.IsBot || m.HasLeft))
            Abandon(now, turn);
    }

    private void PassHost(RoomTurn turn)
    {
        HostId = NextHost()?.UserId ?? 0;
        OnChanged(turn);
        if (HostId != 0)
            AppendUpdate(RoomActions.Host, HostId, turn);
    }

    // Who is here goes before who is away.
    private Member? NextHost() => Seated.Where(m => m is { IsBot: false, HasLeft: false }).OrderByDescending(m => m.Connected).FirstOrDefault();

    private int? FreeSeat()
    {
        var taken = Seated.Select(m => m.Seat!.Value).ToHashSet();
        for (var seat = 0; seat < MaxPlayers; seat++)
        {
            if (!taken.Contains(seat))
                return seat;
        }
        return null;
    }

    private void SetConnected(Member member, bool connected, long now)
    {
        member.Connected = connected;
        if (connected)
            Members.Stay(member);
        else
            Members.GoneAt(member, now + DisconnectGraceMs);
    }

    private void OnChanged(long now, RoomTurn turn)
    {
        OnChanged(turn);
        OnPresence(now, turn);
    }

    // Who is here decides how long the room lasts if nothing else happens.
    private void OnPresence(long now, RoomTurn turn)
    {
        turn.StateChanged = true;
        switch (Status)
        {
            case RoomStatus.Waiting when Members.InOrder.Any(m => !m.IsBot):
            case RoomStatus.Playing when Members.InOrder.Any(m => m is { IsBot: false, Connected: true }):
                EndsAt = long.MaxValue;
                break;
            case RoomStatus.Waiting when EndsAt == long.MaxValue:
                EndsAt = now + (long)Times.VacantGrace.TotalMilliseconds;
                break;
            case RoomStatus.Playing when EndsAt == long.MaxValue:
                EndsAt = now + (long)Times.AbandonAfter.TotalMilliseconds;
                break;
            default:
                break;
        }
    }
}
