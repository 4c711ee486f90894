namespace Baize.Games.RunFast;

/// <summary>What cards amount to when they are played together.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Length">Ranks in a row: 1 where there is no row.</param>
/// <param name="Rank">The lowest rank of the row; kickers do not count.</param>
public readonly record struct Combo(ComboKind Kind, int Length, int Rank)
{
    /// <summary>Whether it may be played on another.</summary>
    public bool Beats(Combo other) =>
        Kind == other.Kind ? Length == other.Length && Rank > other.Rank : Kind == ComboKind.Bomb;

    /// <summary>Reads a play.</summary>
    /// <param name="cards">Distinct cards, at least one.</param>
    /// <param name="isLast">Whether they are all that their player holds.</param>
    /// <returns>What they amount to; null: nothing.</returns>
    public static Combo? Read(IReadOnlyCollection<Card> cards, bool isLast)
    {
        var counts = new int[Card.Two + 1];
        foreach (var card in cards)
            counts[card.Rank]++;
        var distinct = counts.Count(c => c > 0);
        var lowest = Array.FindIndex(counts, c => c > 0);

        if (distinct == 1 && cards.Count is 1 or 2)
            return new Combo(cards.Count == 1 ? ComboKind.Solo : ComboKind.Pair, 1, lowest);
        if (distinct == 1 && cards.Count == 4)
            return new Combo(ComboKind.Bomb, 1, lowest);
        if (distinct >= 5 && distinct == cards.Count && IsRow(counts, lowest, distinct, each: 1))
            return new Combo(ComboKind.Straight, distinct, lowest);
        if (distinct >= 2 && distinct * 2 == cards.Count && IsRow(counts, lowest, distinct, each: 2))
            return new Combo(ComboKind.Pairs, distinct, lowest);
        return ReadTriples(cards.Count, counts, isLast);
    }

    // Kickers may be of any rank, so a row of triples can often be read in several ways: the longest, then the highest counts.
    private static Combo? ReadTriples(int cards, int[] counts, bool isLast)
    {
        for (var length = cards / 3; length >= 1 && cards <= length * 5; length--)
        {
            if (cards != length * 5 && !isLast)
                continue;
            for (var lowest = Card.Ace - length + 1; lowest >= 3; lowest--)
            {
                if (IsRow(counts, lowest, length, each: 3))
                    return new Combo(ComboKind.Triples, length, lowest);
            }
        }
        return null;
    }

    private static bool IsRow(int[] counts, int lowest, int length, int each)
    {
        if (lowest + length - 1 > Card.Ace) // the 2 is in no row
            return false;
        for (var rank = lowest; rank < lowest + length; rank++)
        {
            if (counts[rank] < each)
                return false;
        }
        return true;
    }
}
