using Baize.Client.Connections;
using Baize.Client.Requests;
using Baize.Client.Rooms;
using Baize.Protocol.Frames;

namespace Baize.Client;

/// <summary>What is said to the server, and when.</summary>
internal sealed partial class Session
{
    /// <summary>Frames that may be unanswered at once: the server lets no more than 64 of a connection wait.</summary>
    private const int Window = 32;

    // What the server refused for the moment is sent again after the first, doubled each time up to the second.
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> _held = new(StringComparer.Ordinal); // used within Flush only
    private int _inFlight;
    private int _limited;
    private TimeSpan _holdUntil; // the server said rate_limited: nothing is sent before
    private TimeSpan _due = TimeSpan.MaxValue;

    // Sends what can be sent now, in order; sees to it that the rest is looked at again. Under the lock, as all here.
    private void Flush()
    {
        if (_link is not { } link)
            return;
        var now = Now;
        if (now < _holdUntil)
            Arm(_holdUntil);
        else if (FlushJoins(link, now))
            FlushRequests(link, now);
    }

    private bool FlushJoins(Link link, TimeSpan now)
    {
        foreach (var room in _order)
        {
            var membership = room.Membership;
            if (membership.Phase != MembershipPhase.Joining || membership.JoinId is not null)
                continue;
            if (membership.RetryAt > now)
            {
                Arm(membership.RetryAt);
                continue;
            }
            if (!IsPaced(link, now))
                return false;
            membership.JoinId = NextId();
            Write(link, RequestFrame.Encode("join_room", membership.JoinId, room.Id, membership.WriteJoin));
        }
        return true;
    }

    private void FlushRequests(Link link, TimeSpan now)
    {
        _held.Clear(); // rooms with an earlier request that waits: later ones do not overtake it
        foreach (var request in _requests)
        {
            if (request.IsSent || _held.Contains(request.RoomId) || _rooms[request.RoomId].Membership.Phase != MembershipPhase.In)
                continue;
            if (request.RetryAt > now)
            {
                _held.Add(request.RoomId);
                Arm(request.RetryAt);
                continue;
            }
            if (_inFlight >= Window || !IsPaced(link, now))
                return;
            request.IsSent = true;
            _inFlight++;
            Write(link, request.Frame);
        }
    }

    private void Write(Link link, byte[] frame)
    {
        link.Write(frame);
        Arm(link.CheckAt);
    }

    private bool IsPaced(Link link, TimeSpan now)
    {
        var wait = link.Pace.Take(now);
        if (wait > TimeSpan.Zero)
            Arm(now + wait);
        return wait == TimeSpan.Zero;
    }

    private void HoldIfLimited(BaizeException error)
    {
        if (error.Code == ErrorCodes.RateLimited)
            _holdUntil = Now + Backoff.Of(++_limited, RetryMin, RetryMax);
    }

    private void Arm(TimeSpan due)
    {
        if (due >= _due)
            return;
        _due = due;
        var wait = due - Now;
        // A timer counts whole milliseconds and may not be early: what is due would be found not to be.
        _timer.Change(wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        lock (_lock)
        {
            _due = TimeSpan.MaxValue;
            var now = Now;
            foreach (var membership in _order.Select(r => r.Membership))
            {
                if (membership.Waiter is not { } waiter)
                    continue;
                if (waiter.Deadline <= now)
                    Abandon(membership, waiter, Request.Overdue($"The join of room {membership.Room.Id}", waiter.LastError));
                else
                    Arm(waiter.Deadline);
            }
            foreach (var request in _requests.ToList())
            {
                if (request.Deadline <= now)
                    Fail(request, Request.Overdue($"{request.Type} in room {request.RoomId}", request.LastError));
                else
                    Arm(request.Deadline);
            }
            CheckLink(now);
            Flush();
        }
    }

    private void CheckLink(TimeSpan now)
    {
        if (_link is not { } link)
            return;
        if (link.IsDead(now))
        {
            link.Close(new LinkEnd(LinkEnd.Abnormal, "The server is silent."));
            return; // its end brings the next one
        }
        if (link.WantsPing(now))
            link.Write(RequestFrame.Encode("ping", NextId()));
        if (link.CheckAt > now)
            Arm(link.CheckAt);
    }
}
