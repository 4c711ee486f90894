using Baize.Rooms;

namespace MyGames;

public sealed class RockPaperScissors : Game<RockPaperScissors.Match, RockPaperScissors.Settings>
{
    // All the rules know. Saved as JSON after every rule, so another instance can go on with it.
    public sealed class Match
    {
        public Hand?[] Hands { get; set; } = new Hand?[2];
        public Hand?[] LastHands { get; set; } = new Hand?[2];
        public int[] Score { get; set; } = new int[2];
    }

    // What may be chosen when a room is made, with the defaults.
    public sealed class Settings
    {
        public int Wins { get; set; } = 3;
        public int RoundSeconds { get; set; } = 15;
    }

    public enum Hand { Rock, Paper, Scissors }

    // Data of the action: {"name": "choose", "hand": "rock"}
    public sealed record Choice(Hand Hand);

    public RockPaperScissors()
        : base("rock-paper-scissors", "Rock Paper Scissors", minPlayers: 2, maxPlayers: 2) => On<Choice>("choose", Choose);

    protected override string? Check(Settings options) =>
        options.Wins is < 1 or > 100 ? $"option wins is {options.Wins}; 1 to 100 is allowed." : null;

    protected override Match Start()
    {
        StartRound();
        return new Match();
    }

    // What a viewer may see. The other's hand is not in it, so it never leaves the server.
    protected override object View(Player? viewer) => new
    {
        State.Score,
        State.LastHands,
        Chosen = State.Hands.Select(hand => hand is not null),
        Mine = viewer is null ? null : State.Hands[viewer.Seat],
    };

    // An action's rule: change the state and return null, or refuse.
    private Refusal? Choose(Player player, Choice choice)
    {
        if (State.Hands[player.Seat] is not null)
            return Refuse.IllegalMove("You have chosen already; wait for the other.");
        State.Hands[player.Seat] = choice.Hand;
        if (State.Hands.All(hand => hand is not null))
            Settle();
        return null;
    }

    // Time is over: chance chooses for who has not.
    protected override void OnTimer(string name)
    {
        for (var seat = 0; seat < 2; seat++)
            State.Hands[seat] ??= (Hand)Random.Next(3);
        Settle();
    }

    protected override BotMove? Bot(Player bot) =>
        State.Hands[bot.Seat] is null ? new BotMove("choose", new Choice((Hand)Random.Next(3))) : null;

    private void Settle()
    {
        var winner = ((int)State.Hands[0]! - (int)State.Hands[1]! + 3) % 3 - 1; // -1: nobody
        (State.LastHands, State.Hands) = (State.Hands, new Hand?[2]);
        if (winner >= 0 && ++State.Score[winner] == Options.Wins)
            End(Players[winner], "won", new { State.Score });
        else
            StartRound();
    }

    private void StartRound() => StartTimer("round", TimeSpan.FromSeconds(Options.RoundSeconds));
}
