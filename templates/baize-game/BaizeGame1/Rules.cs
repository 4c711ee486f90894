using Baize.Rooms;

namespace BaizeGame1;

/// <summary>
/// Nim, to begin with: players take one to three stones in turn, and who takes the last one wins. Put your own game in its place.
/// No clock but Now, no chance but Random, and all that changes in the state: so any server can go on with the game at any moment.
/// </summary>
public sealed class Rules : Game<Table, Settings>
{
    private const string TurnTimer = "turn";

    public Rules()
        : base("baize-game-1", "Baize Game 1", minPlayers: 2, maxPlayers: 4) => On<Take>("take", TakeStones);

    protected override string? Check(Settings options) =>
        options.Stones is < 4 or > 100 ? $"option stones is {options.Stones}; 4 to 100 is allowed."
        : options.TurnSeconds is < 5 or > 3600 ? $"option turn_seconds is {options.TurnSeconds}; 5 to 3600 is allowed."
        : null;

    protected override Table Start()
    {
        StartClock(0);
        return new Table { Stones = Options.Stones };
    }

    /// <summary>What this viewer may see. Leave out what should stay hidden: it then never leaves the server.</summary>
    protected override object View(Player? viewer) =>
        new { State.Stones, State.Turn, MyTurn = viewer?.Seat == State.Turn, TurnEndsAt = DeadlineOf(TurnTimer) };

    protected override void OnTimer(string name) => Remove(1); // time is over: the least that may be taken

    protected override BotMove? Bot(Player bot) =>
        bot.Seat != State.Turn ? null : new BotMove("take", new Take(State.Stones % 4 is > 0 and var best ? best : 1));

    private Refusal? TakeStones(Player player, Take move)
    {
        if (player.Seat != State.Turn)
            return Refuse.NotYourTurn();
        if (move.Stones < 1 || move.Stones > Math.Min(3, State.Stones))
            return Refuse.IllegalMove($"{move.Stones} stones cannot be taken; 1 to {Math.Min(3, State.Stones)} can.");
        Remove(move.Stones);
        return null;
    }

    private void Remove(int stones)
    {
        State.Stones -= stones;
        if (State.Stones == 0)
        {
            End(Players[State.Turn], "last_stone");
            return;
        }
        State.Turn = (State.Turn + 1) % Players.Count;
        StartClock(State.Turn);
    }

    private void StartClock(int seat) => StartTimer(TurnTimer, TimeSpan.FromSeconds(Options.TurnSeconds), Players[seat]);
}
