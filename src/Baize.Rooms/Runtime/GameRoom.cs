using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>A room with a game: seats, ready, start, host, spectators, bots, and the rules' turn by turn.</summary>
/// <remarks>
/// Members with a seat are players; members without one watch. Who watches comes and goes unannounced and is in no roster: a
/// room may have many more watchers than seats, and each event goes to all of them.
/// </remarks>
internal sealed partial class GameRoom : Room
{
    private readonly Game _game;
    private readonly Table _table;
    private readonly byte[] _options;
    private byte[] _state;
    private long _botsAt;

    public GameRoom(string roomId, RoomSnapshot snapshot, long seq, IReadOnlyList<AppliedRequest> applied, Game game, RoomTimes times)
        : base(roomId, snapshot, seq, applied, times)
    {
        var play = snapshot.Play ?? throw new InvalidDataException($"Room {roomId}: its snapshot lacks the game.");
        _game = game;
        _options = play.Options.Bytes.ToArray();
        _state = ReadState(roomId, play, game);
        _table = new Table(new GameRandom(play.Random)) { Result = play.Result };
        foreach (var timer in play.Timers ?? [])
            _table.Timers.Add(timer.Name, timer);
        _botsAt = play.BotsAt ?? long.MaxValue;
        _game.Table = _table;
        _game.LoadOptions(System.Text.Json.JsonElement.Parse(_options));
        _game.LoadState(_state);
        if (Status != RoomStatus.Waiting)
            _table.Players = SeatPlayers();
    }

    public static GameRoom Create(RoomSetup setup, Game game, RoomTimes times)
    {
        var snapshot = New(setup, game.Title, RoomStatus.Waiting, setup.MaxPlayers ?? game.MaxPlayers, times) with
        {
            Play = new GameSnapshot { Options = new RawJson(game.LoadOptions(setup.Options)), Random = setup.Seed, StateVersion = game.Version },
        };
        return new GameRoom(setup.RoomId, snapshot, seq: 0, applied: [], game, times);
    }

    public override bool IsDone => IsClosed || (Status == RoomStatus.Ended && Members.InOrder.All(m => m.IsBot || m.HasLeft));

    public override long NextDeadline
    {
        get
        {
            if (IsDone)
                return long.MaxValue;
            var next = Math.Min(Math.Min(base.NextDeadline, HostDueAt), _botsAt);
            return _table.NextTimer is { } timer ? Math.Min(next, timer.DeadlineAt) : next;
        }
    }

    public override int? RulesVersion => _game.Version;

    /// <summary>The rules, for tests.</summary>
    internal Game Rules => _game;

    /// <summary>How the game ended; null: it has not. For tests.</summary>
    internal GameResult? Result => _table.Result;

    /// <summary>The rules' state as it is saved; empty before the game begins. For tests.</summary>
    internal ReadOnlySpan<byte> StateJson => _state;

    private IEnumerable<Member> Seated => Members.InOrder.Where(m => m.Seat is not null).OrderBy(m => m.Seat);

    private protected override IEnumerable<PlayerInfo> Players() =>
        Seated.Select(m => new PlayerInfo(m.UserId, m.Name, m.Seat, m.Ready, m.Connected));

    private protected override RoomSnapshot TakeSnapshot() => base.TakeSnapshot() with
    {
        Play = new GameSnapshot
        {
            Options = new RawJson(_options),
            Random = _table.Random.State,
            State = _state.Length > 0 ? new RawJson(_state) : null,
            StateVersion = _game.Version,
            Timers = _table.Timers.Count > 0 ? [.. _table.Timers.Values] : null,
            BotsAt = _botsAt == long.MaxValue ? null : _botsAt,
            Result = _table.Result,
        },
    };

    private protected override ReadOnlyMemory<byte>? StateFor(Member member, RoomTurn turn)
    {
        if (_state.Length == 0)
            return NoState;
        turn.LastRule = "view";
        try
        {
            return _game.ViewFor(member.Seat is { } seat ? _table.Players[seat] : null);
        }
        catch (Exception ex) // anything: it is the game's code, and the room must outlive it
        {
            turn.Faults.Add(new RoomFault("view", ex));
            _game.LoadState(_state); // a view has no business to change the state, but it could have
            return null;
        }
    }

    private protected override void DoNext(long now, RoomTurn turn)
    {
        // Equal deadlines fall due in this order, everywhere.
        var next = NextDeadline;
        if (_table.NextTimer is { } timer && timer.DeadlineAt == next)
            FireTimer(timer, now, turn);
        else if (_botsAt == next)
            AskBots(now, turn);
        else if (Members.NextGone == next)
            GiveUp(Members.FirstGone(now)!, now, turn);
        else if (HostDueAt == next)
            PassHost(turn);
        else if (Status == RoomStatus.Playing)
            Abandon(now, turn);
        else
            Close(userId: 0, turn);
    }

    private protected override RoomReply DecideOther(RoomRequest request, Member? member, long now, RoomTurn turn)
    {
        if (request.Kind == RoomRequestKind.Kick && (member is not null || request.UserId == 0))
            return Kick(request, now, turn);
        if (member is null)
            return NotMember();
        return request.Kind switch
        {
            RoomRequestKind.Ready => SetReady(member, ready: true, now, turn),
            RoomRequestKind.CancelReady => SetReady(member, ready: false, now, turn),
            RoomRequestKind.Start => Start(member, now, turn),
            RoomRequestKind.AddBot => AddBot(request, member, now, turn),
            RoomRequestKind.Action => Act(request, member, now, turn),
            _ => RoomReply.Refused(ErrorCodes.UnknownType, $"A room cannot do {request.Kind}."),
        };
    }

    private static byte[] ReadState(string roomId, GameSnapshot play, Game game)
    {
        if (play.StateVersion > game.Version || (play.State is not null && play.StateVersion < game.OldestVersion))
        {
            throw new InvalidDataException(
                $"Room {roomId}: its {game.Name} has version {play.StateVersion}; this instance goes on with versions {game.OldestVersion} to {game.Version}.");
        }
        if (play.State is not { } state)
            return [];
        return play.StateVersion == game.Version ? state.Bytes.ToArray() : game.UpgradeState(state.Bytes.Span, play.StateVersion);
    }
}
