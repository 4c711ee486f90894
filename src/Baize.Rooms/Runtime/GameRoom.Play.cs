using System.Text.Json;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>The game: how it starts, what happens in it, how it ends.</summary>
internal sealed partial class GameRoom
{
    private RoomReply SetReady(Member member, bool ready, long now, RoomTurn turn)
    {
        if (member.Seat is null)
            return Forbidden("Only players can be ready; this user watches.");
        if (Status != RoomStatus.Waiting)
            return RoomReply.Refused(ErrorCodes.AlreadyStarted, $"The game in room {RoomId} has begun.");
        if (member.Ready == ready)
            return RoomReply.Done();
        member.Ready = ready;
        OnChanged(now, turn);
        AppendUpdate(ready ? RoomActions.Ready : RoomActions.CancelReady, member.UserId, turn);
        if (ready)
            StartIfReady(member.UserId, now, turn);
        return RoomReply.Done();
    }

    private RoomReply Start(Member member, long now, RoomTurn turn)
    {
        if (Status != RoomStatus.Waiting)
            return RoomReply.Refused(ErrorCodes.AlreadyStarted, $"The game in room {RoomId} has begun.");
        if (member.UserId != HostId)
            return Forbidden($"Only the host of room {RoomId} may start the game.");
        var seated = Seated.ToList();
        if (seated.Count < _game.MinPlayers)
            return RoomReply.Refused(ErrorCodes.IllegalMove, $"{_game.Name} needs {_game.MinPlayers} players; {seated.Count} are here.");
        if (seated.Find(m => !m.Ready && m.UserId != HostId) is { } waitedFor)
            return RoomReply.Refused(ErrorCodes.IllegalMove, $"{waitedFor.Name} is not ready.");
        return Begin(member.UserId, now, turn);
    }

    private void StartIfReady(long userId, long now, RoomTurn turn)
    {
        if (!_game.StartsByItself || Members.InOrder.Count(m => m is { Seat: not null, Ready: true }) < MaxPlayers)
            return;
        Begin(userId, now, turn); // where it fails, the fault is noted, and the host may try again
    }

    private RoomReply Begin(long userId, long now, RoomTurn turn)
    {
        var players = Seated.ToList();
        if (!TryRun("start", now, turn, () => Seat(players), out var outcome, out var refusal))
        {
            _table.Players = [];
            return refusal;
        }
        for (var seat = 0; seat < players.Count; seat++)
            players[seat].Seat = seat;
        Status = RoomStatus.Playing;
        foreach (var player in players.Where(p => p.GoneAt != long.MaxValue))
            SetConnected(player, connected: false, now);
        OnChanged(now, turn);
        AppendUpdate(RoomActions.Start, userId, turn);
        Append(FrameTypes.GameStarted, userId, ServerFrame.Data(writer =>
        {
            writer.WriteString("game"u8, Game);
            writer.WritePropertyName("options"u8);
            writer.WriteRawValue(_options, skipInputValidation: true);
        }), turn);
        Show(outcome, userId, "start", now, turn);
        return RoomReply.Done();
    }

    private Refusal? Seat(List<Member> players)
    {
        _table.Players = [.. players.Select((member, seat) => new Player(member, seat))];
        _game.Begin();
        return null;
    }

    private IReadOnlyList<Player> SeatPlayers() => [.. Seated.Select((member, seat) => new Player(member, seat))];

    private RoomReply Act(RoomRequest request, Member member, long now, RoomTurn turn)
    {
        if (member.Seat is not { } seat)
            return Forbidden("Only players can act; this user watches.");
        if (Status != RoomStatus.Playing)
            return RoomReply.Refused(ErrorCodes.IllegalMove, Status == RoomStatus.Waiting ? "The game has not begun." : "The game is over.");
        if (ActionData.NameOf(request.Data.Span) is not { } action)
            return RoomReply.Refused(ErrorCodes.BadFrame, $"An action's data is an object with a 'name'. Allowed: {string.Join(", ", _game.Actions)}.");
        var data = request.Data;
        if (!TryRun("action " + action, now, turn, () => _game.Act(_table.Players[seat], action, data.Span), out var outcome, out var refusal))
            return refusal;
        Show(outcome, member.UserId, action, now, turn);
        return RoomReply.Done();
    }

    private void FireTimer(GameTimer timer, long now, RoomTurn turn)
    {
        _table.Timers.Remove(timer.Name);
        turn.StateChanged = true;
        if (TryRun("timer " + timer.Name, now, turn, () => _game.TimerEnded(timer.Name), out var outcome, out _))
            Show(outcome, userId: 0, timer.Name, now, turn);
    }

    private void AskBots(long now, RoomTurn turn)
    {
        _botsAt = long.MaxValue;
        turn.StateChanged = true;
        Player? mover = null;
        BotMove? move = null;
        if (!TryRun("bot", now, turn, MoveFirstBot, out var outcome, out _) || move is null)
            return;
        Show(outcome, mover!.UserId, move.Action, now, turn);

        Refusal? MoveFirstBot()
        {
            foreach (var player in _table.Players)
            {
                if (!player.IsBot || _game.AskBot(player) is not { } chosen)
                    continue;
                (mover, move) = (player, chosen);
                if (_game.Act(player, chosen) is { } refusal)
                    throw new InvalidOperationException($"{_game.Name}.Bot chose {chosen}, which its own rules refuse: {refusal.Message}");
                return null;
            }
            return null;
        }
    }

    // Something happened to a player that the game may want to act upon. What happened stands, whatever becomes of the rule.
    private void TellGame(string what, Member member, long now, RoomTurn turn, Func<Player, Refusal?> rule)
    {
        if (Status != RoomStatus.Playing)
            return;
        if (TryRun(what, now, turn, () => rule(_table.Players[member.Seat!.Value]), out var outcome, out _))
            Show(outcome, member.UserId, what, now, turn);
    }

    private void Abandon(long now, RoomTurn turn)
    {
        _table.Begin(now);
        _table.Result = new GameResult([], "abandoned", Details: null);
        Finish(userId: 0, now, turn);
    }

    // Runs a rule. Where it refuses or throws, all is as before.
    private bool TryRun(string name, long now, RoomTurn turn, Func<Refusal?> rule, out RuleOutcome outcome, out RoomReply refusal)
    {
        outcome = default;
        refusal = RoomReply.Done();
        turn.LastRule = name;
        _table.Begin(now);
        try
        {
            if (rule() is { } refused)
            {
                Undo();
                refusal = RoomReply.Refused(refused.Code, refused.Message);
                return false;
            }
            if (_table.Result is not null)
                StopTimers(); // before the last views, which would show deadlines that never come
            var state = _game.SaveState();
            // Views may show deadlines and results too.
            var changed = !state.AsSpan().SequenceEqual(_state) || _table.TimerChanges.Count > 0 || _table.Result is not null;
            outcome = new RuleOutcome(state, changed ? Views() : null);
            return true;
        }
        catch (Exception ex) // anything: it is the game's code, and the room must outlive it
        {
            turn.Faults.Add(new RoomFault(name, ex));
            Undo();
            refusal = RoomReply.Refused(ErrorCodes.Internal, $"The rules of {_game.Name} failed; nothing has changed.");
            return false;
        }
    }

    private void StopTimers()
    {
        foreach (var timer in _table.Timers.Values.ToList())
            _table.StopTimer(timer.Name);
    }

    private void Undo()
    {
        _table.Undo();
        _game.LoadState(_state);
    }

    private Dictionary<long, byte[]> Views()
    {
        var views = new Dictionary<long, byte[]> { [0] = _game.ViewFor(viewer: null) };
        foreach (var player in _table.Players)
        {
            if (player.IsBot)
                continue;
            var view = _game.ViewFor(player);
            if (!view.AsSpan().SequenceEqual(views[0])) // who sees what the public sees shares its frame
                views.Add(player.UserId, view);
        }
        return views;
    }

    // Makes a rule's outcome true and tells the members.
    private void Show(in RuleOutcome outcome, long userId, string cause, long now, RoomTurn turn)
    {
        _state = outcome.State;
        turn.StateChanged = true;
        if (outcome.Views is { } views)
        {
            var data = views.ToDictionary(view => view.Key, view => UpdateData(view.Value, cause));
            if (data.Count == 1)
                Append(FrameTypes.GameStateUpdate, userId, data[0], turn);
            else
                Append(FrameTypes.GameStateUpdate, userId, data, turn);
        }
        foreach (var change in _table.TimerChanges)
            Append(change.Started ? FrameTypes.TimerStart : FrameTypes.TimerStop, userId: 0, TimerData(change), turn);
        _table.TimerChanges.Clear();
        if (_table.Result is not null)
            Finish(userId, now, turn);
        else if (outcome.Views is not null && _table.Players.Any(p => p.IsBot))
            _botsAt = now + (long)Times.BotDelay.TotalMilliseconds;
    }

    private void Finish(long userId, long now, RoomTurn turn)
    {
        foreach (var timer in _table.Timers.Values.ToList())
        {
            _table.StopTimer(timer.Name);
            Append(FrameTypes.TimerStop, userId: 0, TimerData(new TimerChange(timer, Started: false)), turn);
        }
        _botsAt = long.MaxValue;
        Status = RoomStatus.Ended;
        EndsAt = now + (long)Times.EndedStay.TotalMilliseconds;
        foreach (var member in Members.InOrder.Where(m => m is { IsBot: false, Connected: false }).ToList())
        {
            if (!member.HasLeft)
                SetConnected(member, connected: false, now); // they have as long as anyone to come and see the result
        }
        OnChanged(turn);
        var result = JsonSerializer.SerializeToUtf8Bytes(_table.Result!, RoomSnapshotJson.Default.GameResult);
        Append(FrameTypes.GameEnd, userId, ServerFrame.Data(writer =>
        {
            writer.WritePropertyName("result"u8);
            writer.WriteRawValue(result, skipInputValidation: true);
        }), turn);
    }

    private static byte[] UpdateData(byte[] view, string cause) => ServerFrame.Data(writer =>
    {
        writer.WritePropertyName("state"u8);
        writer.WriteRawValue(view, skipInputValidation: true);
        writer.WriteString("cause"u8, cause);
    });

    private static byte[] TimerData(TimerChange change) => ServerFrame.Data(writer =>
    {
        writer.WriteString("name"u8, change.Timer.Name);
        if (change.Timer.UserId != 0)
            writer.WriteNumber("user_id"u8, change.Timer.UserId);
        if (!change.Started)
            return;
        writer.WriteNumber("deadline_at"u8, change.Timer.DeadlineAt);
        writer.WriteNumber("duration_ms"u8, change.Timer.DurationMs);
    });
}
