using Baize.Rooms;

namespace Baize.Tests.Rooms.Counting;

/// <summary>A game that exercises the runtime: each in turn adds to a number; who reaches the goal wins. Each player has a secret number.</summary>
internal sealed class CountingGame : Game<CountingState, CountingOptions>
{
    public CountingGame()
        : base("counting", "Counting", minPlayers: 2, maxPlayers: 3)
    {
        On<AddMove>("add", Add);
        On("look", _ => null);
        On("spoil", Spoil);
        On("break", Break);
        On("clock", player =>
        {
            StartTimer("clock", TimeSpan.FromSeconds(10), player);
            return null;
        });
        On("still", _ =>
        {
            StopTimer("clock");
            return null;
        });
        On("hide", _ =>
        {
            State.Hidden = true;
            return null;
        });
    }

    protected override string? Check(CountingOptions options) =>
        options.Goal < 1 ? $"option goal is {options.Goal}; 1 or more is allowed." : null;

    protected override CountingState Start() => new()
    {
        Secrets = [.. Players.Select(_ => Random.Next(1_000_000, 9_999_999))],
    };

    protected override object View(Player? viewer) => State.Hidden
        ? throw new InvalidOperationException("no view")
        : new { State.Total, State.Turn, Secret = Options.Open || viewer is null ? (int?)null : State.Secrets[viewer.Seat], State.Seen };

    protected override void OnTimer(string name) => State.Seen.Add($"timer {name} at {Now}");

    protected override void OnDisconnect(Player player) => State.Seen.Add($"away {player.Seat}");

    protected override void OnReconnect(Player player) => State.Seen.Add($"back {player.Seat}");

    protected override void OnLeave(Player player, LeaveReason reason)
    {
        if (Options.GoesOn)
            State.Seen.Add($"{reason} {player.Seat}");
        else
            base.OnLeave(player, reason);
    }

    protected override BotMove? Bot(Player bot) =>
        bot.Seat != State.Turn ? null : Options.BadBot ? new BotMove("add", new AddMove(-1)) : new BotMove("add", new AddMove(Random.Next(1, 4)));

    private Refusal? Add(Player player, AddMove move)
    {
        if (player.Seat != State.Turn)
            return Refuse.NotYourTurn();
        if (move.N is < 1 or > 3)
            return Refuse.IllegalMove($"{move.N} cannot be added; 1 to 3 can.");
        State.Total += move.N;
        State.Turn = (State.Turn + 1) % Players.Count;
        if (State.Total >= Options.Goal)
            End(player, "goal", new { State.Total });
        return null;
    }

    private Refusal? Spoil(Player player)
    {
        Change();
        return Refuse.IllegalMove("spoiled");
    }

    private Refusal? Break(Player player)
    {
        Change();
        throw new InvalidOperationException("the rule is broken");
    }

    private void Change()
    {
        State.Total = 999;
        Random.Next(5);
        StartTimer("clock", TimeSpan.FromSeconds(1));
        End([], "never");
    }
}
