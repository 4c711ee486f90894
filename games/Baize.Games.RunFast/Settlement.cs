namespace Baize.Games.RunFast;

/// <summary>Who owes what at the end.</summary>
/// <param name="Players">By seat.</param>
public sealed record Settlement(List<SettlementLine> Players)
{
    private const int HandSize = 16;

    /// <summary>A loser pays a point for each card left: nothing for the last one, twice for a hand never played from.</summary>
    public static int Penalty(int cardsLeft) => cardsLeft switch
    {
        1 => 0,
        HandSize => 2 * HandSize,
        _ => cardsLeft,
    };
}
