using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.Rooms.Testing;

/// <summary>
/// A room with your game in a unit test: no server, no clock but <see cref="Now"/>, the same course on every run. Users are
/// told apart by number; players of <see cref="TestRoom.Play{TGame}"/> are 1, 2, 3, …
/// </summary>
/// <remarks>
/// By default another instance takes the room over after every step, so that what a state forgets to save shows at once; and
/// a rule that throws throws out of the step.
/// </remarks>
/// <typeparam name="TGame">Your game.</typeparam>
public sealed partial class TestRoom<TGame>
    where TGame : Game, new()
{
    private readonly GameCatalog _games;
    private readonly RoomTurn _turn = new();
    private readonly List<AppliedRequest> _applied = [];
    private readonly List<RoomEvent> _events = [];
    private readonly Dictionary<long, List<ReadOnlyMemory<byte>>> _received = [];
    private readonly HashSet<long> _present = [];
    private Room _room;
    private byte[] _snapshot;
    private int _requests;

    /// <summary>Makes a room, waiting for players.</summary>
    /// <param name="options">The game's options, as an object whose properties are named as in JSON; null: the defaults.</param>
    /// <param name="seats">Seats; null: the game's own number.</param>
    /// <param name="seed">Of the game's random numbers.</param>
    /// <param name="times">How long the room waits for people; null: the defaults.</param>
    public TestRoom(object? options = null, int? seats = null, ulong seed = 1, RoomTimes? times = null)
    {
        _games = new GameCatalog(times).Register<TGame>();
        var json = options is null ? (JsonElement?)null : JsonSerializer.SerializeToElement(options);
        _room = Room.Create(new RoomSetup("test", _games.Games[0].Game, Name: null, seats, json, HostId: 0, CreatedAt: Now, seed), _games);
        _snapshot = _room.Snapshot();
    }

    /// <summary>The time, Unix milliseconds. Moves by <see cref="Advance"/> only.</summary>
    public long Now { get; private set; } = 1_700_000_000_000;

    /// <summary>Whether the room changes hands after every step. True by default.</summary>
    public bool TakesOver { get; set; } = true;

    /// <summary>Whether a rule that throws throws out of the step; else it is noted in <see cref="Faults"/> and answered with <c>internal</c>, as in a server.</summary>
    public bool ThrowsFaults { get; set; } = true;

    /// <summary>Rules that threw.</summary>
    public IList<RoomFault> Faults { get; } = [];

    /// <summary>The room as everyone may see it.</summary>
    public RoomInfo Info => _room.Info;

    /// <summary>Whether the game is over.</summary>
    public bool HasEnded => Info.Status == RoomStatus.Ended;

    /// <summary>How the game ended; null: it has not.</summary>
    public GameResult? Result => GameRoom.Result;

    /// <summary>When the room wakes next, Unix milliseconds; <see cref="long.MaxValue"/>: not by itself.</summary>
    public long NextDeadline => _room.NextDeadline;

    /// <summary>Whether nothing is left to keep of the room.</summary>
    public bool IsDone => _room.IsDone;

    private GameRoom GameRoom => (GameRoom)_room;

    /// <summary>A copy of the rules' state.</summary>
    /// <typeparam name="TState">The game's state.</typeparam>
    /// <exception cref="InvalidOperationException">The game has not begun.</exception>
    public TState State<TState>()
        where TState : class => GameRoom.StateJson.IsEmpty
            ? throw new InvalidOperationException("The game has not begun.")
            : GameJson.Read<TState>(GameRoom.Rules, GameRoom.StateJson);

    /// <summary>What a user sees of the state. JSON null before the game begins.</summary>
    /// <param name="userId">A member.</param>
    public JsonElement View(long userId)
    {
        var reply = Ask(RoomRequestKind.GetState, userId);
        return reply.Code is null ? JsonElement.Parse(reply.State.Span) : throw new InvalidOperationException(reply.Message);
    }

    /// <summary>The frames a user has received as a member, answers to joins and to <see cref="View"/> left out.</summary>
    /// <param name="userId">Any user.</param>
    public IReadOnlyList<JsonElement> Frames(long userId) =>
        [.. Received(userId).Where(IsFrame).Select(f => JsonElement.Parse(f.Span))];

    /// <summary>All that the server has told a user, as text: to search for what should not be there.</summary>
    /// <param name="userId">Any user.</param>
    public string AllTold(long userId) => string.Join('\n', Received(userId).Select(f => Encoding.UTF8.GetString(f.Span)));

    /// <summary>Asks something of the room.</summary>
    /// <param name="request">What.</param>
    public RoomReply Ask(RoomRequest request)
    {
        if (request.Kind == RoomRequestKind.Join && request.Connected)
            _present.Add(request.UserId);
        var reply = _room.Handle(request, Now, _turn);
        Commit();
        if (!reply.Room.IsEmpty)
            Received(request.UserId).Add(reply.Room);
        if (!reply.State.IsEmpty)
            Received(request.UserId).Add(reply.State);
        if (request.Kind is RoomRequestKind.Disconnect || (request.Kind == RoomRequestKind.Join && reply.Code is not null))
            _present.Remove(request.UserId);
        return reply;
    }

    /// <summary>Lets time pass; what falls due meanwhile happens at its time.</summary>
    /// <param name="time">0 or more.</param>
    public void Advance(TimeSpan time)
    {
        var until = Now + (long)time.TotalMilliseconds;
        while (_room.NextDeadline <= until)
        {
            Now = Math.Max(Now, _room.NextDeadline);
            _room.Tick(Now, _turn);
            Commit();
        }
        Now = until;
    }

    private RoomReply Ask(RoomRequestKind kind, long userId, ReadOnlyMemory<byte> data = default) =>
        Ask(new RoomRequest(kind, userId, $"player {userId}", $"test-{++_requests}", data));

    private void Commit()
    {
        foreach (var e in _turn.Events)
        {
            _events.Add(e);
            foreach (var user in _present)
            {
                if (LogEntry.FrameFor(e.Entry, user) is { IsEmpty: false } frame)
                    Received(user).Add(frame);
            }
        }
        _present.ExceptWith(_turn.Removed);
        _applied.AddRange(_turn.Applied);
        if (_turn.StateChanged)
            _snapshot = _room.Snapshot();
        RoomFault[] faults = [.. _turn.Faults];
        _turn.Clear();
        if (TakesOver)
            _room = Room.Restore("test", _snapshot, _events.Count, _applied.TakeLast(1024).ToList(), _games);
        foreach (var fault in faults)
        {
            Faults.Add(fault);
            if (ThrowsFaults)
                ExceptionDispatchInfo.Throw(fault.Exception);
        }
    }

    private List<ReadOnlyMemory<byte>> Received(long userId)
    {
        if (!_received.TryGetValue(userId, out var frames))
            _received[userId] = frames = [];
        return frames;
    }

    private static bool IsFrame(ReadOnlyMemory<byte> told) => told.Span.StartsWith("{\"type\":"u8);
}
