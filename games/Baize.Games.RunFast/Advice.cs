namespace Baize.Games.RunFast;

/// <summary>Finds plays: for the rule that who can must play, for players whose time is over, for bots and for hints.</summary>
public static class Advice
{
    /// <summary>The lowest play that beats another, a bomb last.</summary>
    /// <param name="hand">The hand.</param>
    /// <param name="other">What lies on the table.</param>
    /// <returns>The cards; null: there is none.</returns>
    public static List<Card>? Beat(IReadOnlyList<Card> hand, Combo other)
    {
        var ranks = hand.ToLookup(c => c.Rank);
        var cards = other.Kind switch
        {
            ComboKind.Solo => Row(ranks, other.Rank + 1, length: 1, each: 1, highest: Card.Two),
            ComboKind.Pair => Row(ranks, other.Rank + 1, length: 1, each: 2, highest: Card.Ace),
            ComboKind.Straight => Row(ranks, other.Rank + 1, other.Length, each: 1, highest: Card.Ace),
            ComboKind.Pairs => Row(ranks, other.Rank + 1, other.Length, each: 2, highest: Card.Ace),
            ComboKind.Triples => Triples(hand, ranks, other.Rank + 1, other.Length),
            _ => null,
        };
        return cards ?? Row(ranks, other.Kind == ComboKind.Bomb ? other.Rank + 1 : 3, length: 1, each: 4, highest: Card.Ace);
    }

    /// <summary>A play to lead with: of all that get rid of the lowest card, one with the most cards, bombs spared.</summary>
    /// <param name="hand">The hand, not empty.</param>
    /// <param name="with">A card that must be in it; null: the lowest.</param>
    public static List<Card> Lead(IReadOnlyList<Card> hand, Card? with = null)
    {
        var wanted = with ?? hand.Min();
        // The wanted card goes first among those of its rank, so that it is the one taken.
        var ranks = hand.OrderByDescending(c => c == wanted).ToLookup(c => c.Rank);
        var best = new List<Card> { wanted };
        for (var length = 1; length <= 12; length++)
        {
            var start = wanted.Rank;
            Consider(Row(ranks, start, length, each: 2, highest: Math.Min(Card.Ace, start + length - 1)));
            Consider(Triples(hand, ranks, start, length));
            Consider(Row(ranks, start, length, each: 1, highest: Math.Min(Card.Ace, start + length - 1)));
        }
        return best;

        void Consider(List<Card>? cards)
        {
            if (cards is null || cards.Count <= best.Count || !cards.Contains(wanted) || Combo.Read(cards, cards.Count == hand.Count) is null)
                return;
            best = cards;
        }
    }

    // The lowest row from a rank on.
    private static List<Card>? Row(ILookup<int, Card> ranks, int from, int length, int each, int highest)
    {
        for (var lowest = from; lowest + length - 1 <= highest; lowest++)
        {
            if (Enumerable.Range(lowest, length).All(rank => ranks[rank].Count() >= each))
                return [.. Enumerable.Range(lowest, length).SelectMany(rank => ranks[rank].Take(each))];
        }
        return null;
    }

    private static List<Card>? Triples(IReadOnlyList<Card> hand, ILookup<int, Card> ranks, int from, int length)
    {
        var lowest = from;
        while (Row(ranks, lowest, length, each: 3, highest: Card.Ace) is { } row)
        {
            var play = row.Concat(Kickers(hand, row).Take(2 * length)).ToList();
            // Kickers can make a higher row of it, or too few of them none at all.
            if (Combo.Read(play, play.Count == hand.Count) is { Kind: ComboKind.Triples } combo && combo.Length == length && combo.Rank >= from)
                return play;
            lowest = row[0].Rank + 1;
        }
        return null;
    }

    // Cards that break nothing up go first.
    private static IEnumerable<Card> Kickers(IReadOnlyList<Card> hand, List<Card> row) =>
        hand.Except(row).GroupBy(c => c.Rank).OrderBy(g => g.Count()).ThenBy(g => g.Key).SelectMany(g => g);
}
