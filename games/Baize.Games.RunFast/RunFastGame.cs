using System.Text.Json.Serialization.Metadata;
using Baize.Rooms;

namespace Baize.Games.RunFast;

/// <summary>Run Fast 跑得快 for three, 16 cards each. The variant in full: README.md.</summary>
public sealed class RunFastGame : Game<RunFastState, RunFastOptions>
{
    private const string TurnTimer = "turn";
    private const int Seats = 3;

    // A seat whose player has left is played without keeping the others waiting.
    private static readonly TimeSpan LeftTurn = TimeSpan.FromSeconds(1);

    public RunFastGame()
        : base("run-fast", "Run Fast 跑得快", minPlayers: Seats, maxPlayers: Seats)
    {
        On<PlayCards>("play_cards", (player, move) => PlayOut(player, move.Cards));
        On("pass", Pass);
    }

    protected override IJsonTypeInfoResolver JsonTypes => RunFastJson.Default;

    protected override string? Check(RunFastOptions options) =>
        options.TurnSeconds is < 3 or > 120 ? $"option turn_seconds is {options.TurnSeconds}; 3 to 120 is allowed." : null;

    protected override RunFastState Start()
    {
        var deck = Card.Deck.ToList();
        Random.Shuffle(deck);
        var hands = deck.Chunk(deck.Count / Seats).Select(hand => hand.Order().ToList()).ToList();
        State = new RunFastState
        {
            Hands = hands,
            Turn = hands.FindIndex(hand => hand.Contains(Card.ThreeOfSpades)),
            Shown = [null, null, null],
        };
        StartTurn();
        return State;
    }

    protected override object View(Player? viewer)
    {
        var isToPlay = viewer?.Seat == State.Turn && Result is null;
        var hint = isToPlay ? Suggest(State.Turn) : null;
        return new RunFastView(
            State.Turn,
            Players[State.Turn].UserId,
            DeadlineOf(TurnTimer),
            State.Table,
            [.. Players.Select(p => new SeatView(p.Seat, p.UserId, State.Hands[p.Seat].Count, State.Shown[p.Seat], Result is null ? null : State.Hands[p.Seat]))],
            State.Played,
            viewer is null ? null : State.Hands[viewer.Seat],
            isToPlay ? hint ?? [] : null,
            isToPlay && State.Table is not null && (hint is null || !Options.MustBeat));
    }

    /// <summary>The time for a turn is over: the game plays.</summary>
    protected override void OnTimer(string name)
    {
        var player = Players[State.Turn];
        var refusal = Suggest(State.Turn) is { } cards ? PlayOut(player, cards) : Pass(player);
        if (refusal is not null)
            throw new InvalidOperationException($"The play chosen for {player} is refused: {refusal.Message}");
    }

    // The game goes on: it plays for who is gone, and they may come back.
    protected override void OnLeave(Player player, LeaveReason reason)
    {
        if (State.Turn == player.Seat && player.HasLeft)
            StartTurn();
    }

    protected override BotMove? Bot(Player bot)
    {
        if (bot.Seat != State.Turn)
            return null;
        return Suggest(bot.Seat) is { } cards ? new BotMove("play_cards", new PlayCards(cards)) : new BotMove("pass");
    }

    private Refusal? PlayOut(Player player, List<Card> cards)
    {
        if (player.Seat != State.Turn)
            return Refuse.NotYourTurn($"It is {Players[State.Turn].Name}'s turn.");
        var hand = State.Hands[player.Seat];
        if (cards.Count == 0)
            return Refuse.IllegalMove("No cards are given; to play none, pass.");
        if (cards.Distinct().Count() != cards.Count || cards.Find(c => !hand.Contains(c)) is { Rank: > 0 })
            return Refuse.IllegalMove($"{string.Join(' ', cards)} are not all in your hand, each once.");
        if (Combo.Read(cards, isLast: cards.Count == hand.Count) is not { } combo)
            return Refuse.IllegalMove($"{string.Join(' ', cards)} is no combination of this game.");
        if (State.Table is { } table && !combo.Beats(table.Combo))
            return Refuse.IllegalMove($"{string.Join(' ', cards)} does not beat {string.Join(' ', table.Cards)}.");
        if (MustHaveThree && !cards.Contains(Card.ThreeOfSpades))
            return Refuse.IllegalMove($"The first play must contain {Card.ThreeOfSpades}.");

        if (State.Table is null)
            State.Shown = [null, null, null];
        hand.RemoveAll(cards.Contains);
        State.Played.AddRange(cards);
        State.Table = new Play(player.Seat, cards, combo);
        State.Shown[player.Seat] = cards;
        if (hand.Count == 0)
            Settle(player);
        else
            NextTurn();
        return null;
    }

    private Refusal? Pass(Player player)
    {
        if (player.Seat != State.Turn)
            return Refuse.NotYourTurn($"It is {Players[State.Turn].Name}'s turn.");
        if (State.Table is not { } table)
            return Refuse.IllegalMove("Who leads must play.");
        if (Options.MustBeat && Advice.Beat(State.Hands[player.Seat], table.Combo) is not null)
            return Refuse.IllegalMove("Who can beat what lies on the table must.");
        State.Shown[player.Seat] = [];
        NextTurn();
        return null;
    }

    private bool MustHaveThree => Options.SpadeThreeFirst && State.Played.Count == 0;

    // What to play; null: pass.
    private List<Card>? Suggest(int seat)
    {
        var hand = State.Hands[seat];
        return State.Table is { } table
            ? Advice.Beat(hand, table.Combo)
            : Advice.Lead(hand, MustHaveThree ? Card.ThreeOfSpades : null);
    }

    private void NextTurn()
    {
        State.Turn = (State.Turn + 1) % Seats;
        if (State.Table?.Seat == State.Turn) // all others passed
            State.Table = null;
        StartTurn();
    }

    private void StartTurn()
    {
        var player = Players[State.Turn];
        StartTimer(TurnTimer, player.HasLeft ? LeftTurn : TimeSpan.FromSeconds(Options.TurnSeconds), player);
    }

    private void Settle(Player winner)
    {
        var lines = Players
            .Select(p => new SettlementLine(p.UserId, State.Hands[p.Seat].Count, p == winner ? 0 : -Settlement.Penalty(State.Hands[p.Seat].Count)))
            .ToList();
        lines[winner.Seat] = lines[winner.Seat] with { Points = -lines.Sum(line => line.Points) };
        End(winner, "first_out", new Settlement(lines));
    }
}
