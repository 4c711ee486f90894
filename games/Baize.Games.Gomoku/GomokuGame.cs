using System.Text.Json.Serialization.Metadata;
using Baize.Rooms;

namespace Baize.Games.Gomoku;

/// <summary>Gomoku 五子棋, freestyle: five or more in a row win. The rules in full: README.md.</summary>
public sealed class GomokuGame : Game<GomokuState, GomokuOptions>
{
    private const string TurnTimer = "turn";

    public GomokuGame()
        : base("gomoku", "Gomoku 五子棋", minPlayers: 2, maxPlayers: 2) => On<PlaceStone>("place", Place);

    protected override IJsonTypeInfoResolver JsonTypes => GomokuJson.Default;

    protected override string? Check(GomokuOptions options) =>
        options.Size is < 9 or > 19 ? $"option size is {options.Size}; 9 to 19 is allowed."
        : options.TurnSeconds is not 0 and (< 5 or > 3600) ? $"option turn_seconds is {options.TurnSeconds}; 0 (no limit) or 5 to 3600 is allowed."
        : null;

    protected override GomokuState Start()
    {
        StartClock(Players[0]);
        return new GomokuState(Options.Size);
    }

    protected override object View(Player? viewer) => new GomokuView(
        State.Board, State.Turn, Players[State.Turn].UserId, State.Moves, State.Last, State.Line, DeadlineOf(TurnTimer));

    protected override void OnTimer(string name) => End(Players[1 - State.Turn], "time");

    protected override BotMove? Bot(Player bot) => bot.Seat == State.Turn ? new BotMove("place", GomokuBot.Choose(State, Random)) : null;

    private Refusal? Place(Player player, PlaceStone move)
    {
        if (player.Seat != State.Turn)
            return Refuse.NotYourTurn($"It is {Players[State.Turn].Name}'s turn.");
        var point = new Point(move.X, move.Y);
        if (!State.IsOnBoard(point))
            return Refuse.IllegalMove($"({move.X}, {move.Y}) is not on the board: 0 to {State.Board.Length - 1} is allowed.");
        if (State.Board[point.Y][point.X] != GomokuState.Empty)
            return Refuse.IllegalMove($"({move.X}, {move.Y}) is taken.");

        State.Place(point);
        State.Line = State.LineThrough(point);
        if (State.Line.Count > 0)
        {
            End(player, "five_in_a_row");
            return null;
        }
        if (State.IsFull)
        {
            End([], "board_full");
            return null;
        }
        State.Turn = 1 - State.Turn;
        StartClock(Players[State.Turn]);
        return null;
    }

    private void StartClock(Player player)
    {
        if (Options.TurnSeconds > 0)
            StartTimer(TurnTimer, TimeSpan.FromSeconds(Options.TurnSeconds), player);
    }
}
