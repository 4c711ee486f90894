using System.Globalization;
using System.Text.Json;
using Baize.Client.Connections;
using Baize.Client.Events;
using Baize.Client.Requests;
using Baize.Client.Rooms;
using Baize.Protocol.Frames;

namespace Baize.Client;

/// <summary>
/// What outlives a connection: the rooms with their positions and the requests without an answer. A new connection is given both:
/// the rooms are joined from their positions, then the requests follow in their order, with their ids.
/// </summary>
/// <remarks>One lock guards all of it, links included; nothing is awaited under it, and no code of the application runs under it.</remarks>
internal sealed partial class Session : IDisposable
{
    private readonly object _lock = new();
    private readonly Pump _pump;
    private readonly Handlers _handlers;
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly List<Room> _order = []; // as they were first named
    private readonly RequestQueue _requests = [];
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..20]; // ids must differ between all clients that a user ever runs in a room
    private readonly ITimer _timer;
    private Link? _link;
    private long _ids;

    public Session(BaizeClientOptions options, Pump pump, Handlers handlers)
    {
        Options = options;
        _pump = pump;
        _handlers = handlers;
        _timer = options.TimeProvider.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public BaizeClientOptions Options { get; }

    private TimeSpan Now => Options.TimeProvider.Now();

    /// <summary>The room to be near to; null where there is none.</summary>
    public string? Hint
    {
        get
        {
            lock (_lock)
                return _order.Find(r => r.Membership.Phase != MembershipPhase.Out)?.Id;
        }
    }

    public Room Room(string id)
    {
        lock (_lock)
        {
            if (_rooms.TryGetValue(id, out var known))
                return known;
            var room = new Room(id, this, Options.Report);
            _rooms.Add(id, room);
            _order.Add(room);
            return room;
        }
    }

    public bool IsIn(Room room)
    {
        lock (_lock)
            return room.Membership.Phase == MembershipPhase.In;
    }

    /// <summary>There is a connection.</summary>
    public void Attach(Link link)
    {
        lock (_lock)
        {
            _link = link;
            (_inFlight, _limited, _holdUntil) = (0, 0, TimeSpan.Zero);
            Arm(link.CheckAt);
            Flush();
        }
    }

    /// <summary>The connection is over: what it did not answer will be asked again.</summary>
    public void Detach(Link link, int code)
    {
        lock (_lock)
        {
            if (_link != link)
                return; // closed, and connected again meanwhile
            _link = null;
            _abandoned.Clear();
            var unanswered = _requests.Where(r => r.IsSent).ToList();
            if (code == CloseCodes.TooBig && unanswered.Count > 0)
            {
                // One of them was too big, and the largest surely is: sent again it would end the next connection too.
                var largest = unanswered.OrderByDescending(r => r.Frame.Length).First();
                Fail(largest, new BaizeException(
                    ErrorCodes.PayloadTooLarge, $"The server closed the connection over a frame of {largest.Frame.Length} bytes or less."));
            }
            foreach (var request in unanswered)
            {
                request.IsSent = false;
                request.RetryAt = TimeSpan.Zero;
                if (!request.IsRepeatable)
                    Fail(request, new BaizeException(ClientErrorCodes.ConnectionLost, "The signal was on its way when the connection was lost.", isRetryable: true));
            }
            foreach (var room in _order)
            {
                if (room.Membership.Phase != MembershipPhase.Out)
                    room.Membership.Rejoin();
            }
        }
    }

    /// <summary>Nothing more will be sent: all that waits fails.</summary>
    public void End(BaizeException reason)
    {
        lock (_lock)
        {
            foreach (var request in _requests.ToList())
                Fail(request, reason);
            foreach (var membership in _order.Select(r => r.Membership))
            {
                membership.Waiter?.Fail(reason);
                membership.Waiter = null;
                membership.Out(forget: false);
            }
        }
    }

    /// <summary>Joins a room, and joins it again after each loss of the connection.</summary>
    public async Task JoinAsync(Room room, JoinOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JoinWaiter waiter;
        lock (_lock)
        {
            var membership = room.Membership;
            if (membership.Phase == MembershipPhase.In)
                return;
            waiter = membership.Waiter ??= BeginJoin(membership, options);
            Arm(waiter.Deadline);
            Flush();
        }
        using (cancellationToken.Register(() => CancelJoin(room.Membership, waiter, cancellationToken)))
            await waiter.Done.ConfigureAwait(false);
    }

    /// <summary>Asks something of a room.</summary>
    /// <returns>The <c>data</c> of the answer.</returns>
    public async Task<JsonElement> RequestAsync(Room room, string type, Action<Utf8JsonWriter>? data, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = NextId();
        var request = new Request(id, type, room.Id, RequestFrame.Encode(type, id, room.Id, data), Now + (timeout ?? Options.RequestTimeout));
        lock (_lock)
        {
            if (room.Membership.Phase == MembershipPhase.Out)
                throw new BaizeException(ErrorCodes.NotMember, $"Join room {room.Id} first.");
            if (_requests.Count >= Options.MaxPending)
                throw new BaizeException(ClientErrorCodes.QueueFull, $"{_requests.Count} requests wait already: MaxPending.", isRetryable: true);
            _requests.Add(request);
            Arm(request.Deadline);
            Flush();
        }
        using (cancellationToken.Register(() => Cancel(request, cancellationToken)))
            return await request.Answer.ConfigureAwait(false);
    }

    public void Dispose() => _timer.Dispose();

    private JoinWaiter BeginJoin(Membership membership, JoinOptions options)
    {
        var waiter = new JoinWaiter(Now + (options.Timeout ?? Options.RequestTimeout), membership.Phase == MembershipPhase.Out);
        if (waiter.IsFirst)
        {
            membership.Spectates = options.Spectate;
            if (options.Position is { } position)
                membership.SetPosition(position);
            membership.Rejoin();
        }
        return waiter;
    }

    private void CancelJoin(Membership membership, JoinWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (membership.Waiter != waiter)
                return;
            waiter.Cancel(cancellationToken);
            Abandon(membership, waiter, new BaizeException(ClientErrorCodes.Closed, "The join was called off."));
        }
    }

    private void Cancel(Request request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Remove(request))
                request.Cancel(cancellationToken);
        }
    }

    private string NextId() => $"{_prefix}-{Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture)}";
}
