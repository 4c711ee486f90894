using System.Text.Json;
using Baize.Client.Connections;
using Baize.Client.Events;
using Baize.Client.Requests;
using Baize.Client.Rooms;
using Baize.Protocol.Frames;

namespace Baize.Client;

/// <summary>What the server says.</summary>
internal sealed partial class Session
{
    private readonly HashSet<string> _abandoned = new(StringComparer.Ordinal); // joins that nobody waits for any more

    /// <summary>Takes a frame; waits while the application's handlers lag behind.</summary>
    public async ValueTask TakeAsync(Link link, Frame frame)
    {
        BaizeException? fault = null;
        lock (_lock)
        {
            if (link != _link)
                return;
            try
            {
                fault = Take(link, frame);
            }
            catch (Exception ex) when (ex is JsonException or InvalidOperationException)
            {
                fault = new BaizeException(ClientErrorCodes.BadAnswer, $"The server sent a '{frame.Type}' that makes no sense.", innerException: ex);
            }
            link.Heard(expectMore: _inFlight > 0);
        }
        if (fault is not null)
            Options.Report(fault);
        var room = _pump.ForRoomAsync();
        if (room.IsCompleted)
            return;
        lock (_lock)
            link.SetReading(false);
        await room.ConfigureAwait(false);
        lock (_lock)
        {
            link.SetReading(true);
            Arm(link.CheckAt);
        }
    }

    // Returns what the application should hear of that is nobody's answer.
    private BaizeException? Take(Link link, Frame frame)
    {
        var room = frame.RoomId is not null && _rooms.TryGetValue(frame.RoomId, out var known) ? known : null;
        if (frame.Id is { } id)
            Answer(frame, id, room);
        else if (frame.Type == FrameTypes.Error)
            return ErrorOf(frame);
        else if (frame.Type == FrameTypes.RoomLeft)
            Leave(room?.Membership, "removed", "The server ended the membership.");
        else if (room is { Membership.Phase: not MembershipPhase.Out })
            return TakeEvent(room, frame);
        else if (frame.Seq == 0)
            Tell(link, frame);
        return null;
    }

    private void Tell(Link link, Frame frame)
    {
        if (frame.Type == FrameTypes.Migrate)
            link.MigrateAfter(TimeSpan.FromMilliseconds(Math.Max(0, frame.DataNumber("after_ms"))));
        _pump.Post(_handlers, EventOf.Server(frame));
    }

    private BaizeException? TakeEvent(Room room, Frame frame)
    {
        var membership = room.Membership;
        if (membership.TryTake(frame, out var isGap))
            _pump.Post(room.Handlers, EventOf.Room(frame), room, membership.Snapshot);
        if (!isGap)
            return null;
        var gap = new BaizeException(ClientErrorCodes.Gap, $"Room {room.Id}: event {frame.Seq} came after {membership.Seq}; joining anew.");
        if (membership.GapAfter == membership.Seq)
            membership.SetPosition(null); // twice at the same place: only the state helps
        else
            membership.GapAfter = membership.Seq;
        membership.Rejoin();
        Flush();
        return gap;
    }

    private void Answer(Frame frame, string id, Room? room)
    {
        if (room?.Membership.JoinId == id)
        {
            AnswerJoin(frame, room.Membership);
        }
        else if (_abandoned.Remove(id) && frame.Type == FrameTypes.RoomJoined)
        {
            _link!.Write(RequestFrame.Encode("leave_room", NextId(), frame.RoomId));
        }
        else if (_requests.Find(id) is { IsSent: true } request) // else a pong, or an answer that nobody waits for any more
        {
            if (frame.Type == FrameTypes.Error)
                Refused(request, ErrorOf(frame));
            else
                Answered(request, frame, room);
        }
        Flush();
    }

    private void Answered(Request request, Frame frame, Room? room)
    {
        _limited = 0;
        if (!Remove(request))
            return;
        request.Succeed(frame.Data);
        if (frame.Type == FrameTypes.RoomLeft)
            Leave(room?.Membership, "left", "Left.");
    }

    private void Refused(Request request, BaizeException error)
    {
        if (!error.IsRetryable)
        {
            Fail(request, error);
            return;
        }
        request.IsSent = false;
        _inFlight--;
        request.LastError = error;
        request.RetryAt = Now + Backoff.Of(++request.Attempts, RetryMin, RetryMax);
        HoldIfLimited(error);
    }

    private void AnswerJoin(Frame frame, Membership membership)
    {
        var waiter = membership.Waiter;
        if (frame.Type == FrameTypes.Error)
        {
            RefuseJoin(ErrorOf(frame), membership, waiter);
            return;
        }
        var isReset = membership.Joined(frame);
        membership.Waiter = null;
        if (waiter is { IsFirst: true } && !isReset)
            membership.Room.Show(membership.Snapshot); // before the caller goes on; else in its place among the events
        else if (isReset)
            _pump.Post(membership.Room.Handlers, new RoomReset(membership.Room.Id), membership.Room, membership.Snapshot);
        waiter?.Succeed();
    }

    private void RefuseJoin(BaizeException error, Membership membership, JoinWaiter? waiter)
    {
        if (error.IsRetryable)
        {
            membership.Rejoin();
            membership.RetryAt = Now + Backoff.Of(++membership.Attempts, RetryMin, RetryMax);
            if (waiter is not null)
                waiter.LastError = error;
            HoldIfLimited(error);
            return;
        }
        membership.Waiter = null;
        waiter?.Fail(error);
        Drop(membership, error, waiter is { IsFirst: true } ? null : new RoomLeft(membership.Room.Id, error.Code, error.Message));
    }

    private void Leave(Membership? membership, string code, string message)
    {
        if (membership is { Phase: not MembershipPhase.Out })
            Drop(membership, new BaizeException(ErrorCodes.NotMember, message), new RoomLeft(membership.Room.Id, code, message));
    }

    // Out of a room: what was asked of it can take no effect, and who wanted to leave has.
    private void Drop(Membership membership, BaizeException error, RoomLeft? left)
    {
        foreach (var request in _requests.Where(r => r.RoomId == membership.Room.Id).ToList())
        {
            if (request.Type != "leave_room")
                Fail(request, error);
            else if (Remove(request))
                request.Succeed(default);
        }
        membership.Waiter?.Fail(error);
        membership.Waiter = null;
        membership.Out(forget: left is not null);
        if (left is not null)
            _pump.Post(membership.Room.Handlers, left, membership.Room, membership.Snapshot);
    }

    private void Abandon(Membership membership, JoinWaiter waiter, BaizeException error)
    {
        membership.Waiter = null;
        waiter.Fail(error);
        if (!waiter.IsFirst)
            return;
        if (membership.JoinId is { } joinId)
            _abandoned.Add(joinId);
        Drop(membership, error, left: null);
    }

    private void Fail(Request request, BaizeException error)
    {
        if (Remove(request))
            request.Fail(error);
    }

    private bool Remove(Request request)
    {
        if (!_requests.Remove(request))
            return false;
        if (request.IsSent && _link is not null)
            _inFlight--;
        return true;
    }

    private static BaizeException ErrorOf(Frame frame)
    {
        var code = frame.DataText("code") ?? ErrorCodes.Internal;
        return new BaizeException(code, frame.DataText("message") ?? code, frame.DataTruth("retryable") ?? ErrorCodes.IsRetryable(code));
    }
}
