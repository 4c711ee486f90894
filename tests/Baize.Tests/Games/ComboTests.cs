using System.Text.Json;
using Baize.Games.RunFast;
using CsCheck;

namespace Baize.Tests.Games;

/// <summary>The combinations of Run Fast, and that the advice for them is neither wrong nor blind.</summary>
public sealed class ComboTests
{
    [Theory]
    [InlineData("3S", ComboKind.Solo, 1, 3)]
    [InlineData("2S", ComboKind.Solo, 1, 15)]
    [InlineData("10H 10C", ComboKind.Pair, 1, 10)]
    [InlineData("3S 4H 5C 6D 7S", ComboKind.Straight, 5, 3)]
    [InlineData("10S JH QC KD AC", ComboKind.Straight, 5, 10)]
    [InlineData("3S 3H 4S 4H", ComboKind.Pairs, 2, 3)]
    [InlineData("QS QH KS KH AC AH", ComboKind.Pairs, 3, 12)]
    [InlineData("7S 7H 7C 3S 9D", ComboKind.Triples, 1, 7)]
    [InlineData("AH AC AD 3S 3H", ComboKind.Triples, 1, 14)]
    [InlineData("7S 7H 7C 7D 9D", ComboKind.Triples, 1, 7)] // a four, broken up
    [InlineData("5S 5H 5C 6S 6H 6C 3S 4S 9S JD", ComboKind.Triples, 2, 5)]
    [InlineData("5S 5H 5C 6S 6H 6C 7S 7H 7C 8S", ComboKind.Triples, 2, 6)] // read as the highest row
    [InlineData("KS KH KC KD", ComboKind.Bomb, 1, 13)]
    public void Read_Combination_IsWhatItIs(string cards, ComboKind kind, int length, int rank) =>
        Assert.Equal(new Combo(kind, length, rank), Combo.Read(Parse(cards), isLast: false));

    // The page's tests read the same file (web/test/games.test.mjs): it must say what the rules say.
    [Fact]
    public void Read_PlaysOfTheWebLobbysTests_AreWhatThePageTakesThemFor()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "combos.json")));
        foreach (var line in file.RootElement.EnumerateArray())
        {
            var cards = line.GetProperty("cards").Deserialize<List<Card>>()!;
            var expected = line.GetProperty("combo") is { ValueKind: JsonValueKind.Array } combo
                ? new Combo(Enum.Parse<ComboKind>(combo[0].GetString()!, ignoreCase: true), combo[1].GetInt32(), combo[2].GetInt32())
                : (Combo?)null;
            Assert.Equal((string.Join(' ', cards), expected), (string.Join(' ', cards), Combo.Read(cards, line.TryGetProperty("last", out _))));
        }
    }

    [Theory]
    [InlineData("3S 4S")]
    [InlineData("3S 4S 5S 6S")] // four are no straight
    [InlineData("JS QS KS AC 2S")] // the 2 is in no row
    [InlineData("3S 3H 5S 5H")]
    [InlineData("7S 7H 7C")] // kickers are missing, and it is not the last
    [InlineData("7S 7H 7C 3S")]
    [InlineData("7S 7H 7C 3S 4S 5S")]
    [InlineData("3S 3H 4S 4H 5S")]
    [InlineData("KS KH KC KD 3S 4S")]
    public void Read_NoCombination_IsNull(string cards) => Assert.Null(Combo.Read(Parse(cards), isLast: false));

    [Theory]
    [InlineData("7S 7H 7C", 1, 7)]
    [InlineData("7S 7H 7C 3S", 1, 7)]
    [InlineData("7S 7H 7C 8S 8H 8C 3S", 2, 7)]
    [InlineData("3S 3H 3C 4S 4H 4C 5S 5H 5C 6S", 3, 3)] // the longest row counts
    public void Read_LastCards_NeedFewerKickers(string cards, int length, int rank) =>
        Assert.Equal(new Combo(ComboKind.Triples, length, rank), Combo.Read(Parse(cards), isLast: true));

    [Theory]
    [InlineData("3S", "4S", true)]
    [InlineData("AH", "2S", true)]
    [InlineData("4S", "4H", false)]
    [InlineData("3S", "4S 4H", false)]
    [InlineData("3S 4H 5C 6D 7S", "4S 5H 6C 7D 8S", true)]
    [InlineData("3S 4H 5C 6D 7S", "4S 5H 6C 7D 8S 9S", false)]
    [InlineData("7S 7H 7C KS KD", "8S 8H 8C 3S 4D", true)]
    [InlineData("KS KH KC 3S 4S", "3H 3C 3D 3S", true)]
    [InlineData("4S 4H 4C 4D", "3H 3C 3D 3S", false)]
    [InlineData("3H 3C 3D 3S", "2S", false)]
    public void Beats_SameKindAndLengthAndHigher_OrABomb(string lower, string higher, bool beats) =>
        Assert.Equal(beats, Combo.Read(Parse(higher), isLast: false)!.Value.Beats(Combo.Read(Parse(lower), isLast: false)!.Value));

    [Fact]
    public void Deck_Has48CardsAndOneThreeOfSpades()
    {
        Assert.Equal(48, Card.Deck.Distinct().Count());
        Assert.Equal("2S", Assert.Single(Card.Deck, c => c.Rank == Card.Two).ToString());
        Assert.Equal(["AH", "AC", "AD"], Card.Deck.Where(c => c.Rank == Card.Ace).Select(c => c.ToString()));
        Assert.Contains(Card.ThreeOfSpades, Card.Deck);
    }

    // All subsets of a hand against the search: who cannot pass has a play, and who has a play cannot pass.
    [Fact]
    public void Beat_AnyHand_FindsAPlayWhereThereIsOne() => Hands.Sample(
        (hand, table) =>
        {
            if (Combo.Read(table, isLast: true) is not { } other)
                return;
            var found = Advice.Beat(hand, other);
            if (found is not null)
                AssertPlayable(hand, found, other);
            else
                Assert.DoesNotContain(Subsets(hand), cards => Combo.Read(cards, cards.Count == hand.Count)?.Beats(other) == true);
        },
        iter: 300);

    [Fact]
    public void Lead_AnyHand_IsACombinationWithTheLowestCard() => Hands.Sample(
        (hand, _) =>
        {
            var lead = Advice.Lead(hand);
            AssertPlayable(hand, lead, other: null);
            Assert.Contains(hand.Min(), lead);
        },
        iter: 1_000);

    // Few ranks, so that there is something to find.
    private static readonly Gen<(List<Card> Hand, List<Card> Table)> Hands = Gen.Select(
        Gen.Shuffle(Card.Deck.Where(c => c.Rank is < 9 or > 13).ToArray()), Gen.Int[1, 9], Gen.Int[0, 9], Gen.Bool,
        (cards, size, table, sorted) => ((List<Card>)[.. cards.Take(size)], Table(cards.Skip(size), table, sorted)));

    private static List<Card> Table(IEnumerable<Card> rest, int shape, bool low)
    {
        var byRank = rest.GroupBy(c => c.Rank).OrderBy(g => low ? g.Key : -g.Key).Select(g => g.ToList()).ToList();
        return shape switch
        {
            0 or 1 or 2 => byRank[0][..1],
            3 or 4 => byRank.Find(g => g.Count >= 2)?[..2] ?? [],
            5 or 6 => byRank.Find(g => g.Count >= 3) is { } triple ? [.. triple[..3], .. byRank.SelectMany(g => g).Except(triple).Take(2)] : [],
            7 => [.. rest.Where(c => c.Rank < 9).DistinctBy(c => c.Rank).OrderBy(c => c.Rank).Take(5)],
            8 => [.. byRank.Where(g => g.Count >= 2 && g[0].Rank < 9).OrderBy(g => g[0].Rank).Take(2).SelectMany(g => g.Take(2))],
            _ => byRank.Find(g => g.Count == 4) ?? [],
        };
    }

    private static void AssertPlayable(List<Card> hand, List<Card> cards, Combo? other)
    {
        Assert.Equal(cards.Count, cards.Distinct().Count());
        Assert.Subset(hand.ToHashSet(), cards.ToHashSet());
        var combo = Combo.Read(cards, cards.Count == hand.Count);
        Assert.NotNull(combo);
        if (other is { } beaten)
            Assert.True(combo.Value.Beats(beaten), $"{string.Join(' ', cards)} does not beat {beaten}");
    }

    private static IEnumerable<List<Card>> Subsets(List<Card> hand) =>
        Enumerable.Range(1, (1 << hand.Count) - 1).Select(bits => hand.Where((_, i) => (bits & (1 << i)) != 0).ToList());

    private static List<Card> Parse(string cards) =>
        [.. cards.Split(' ').Select(text => Card.TryParse(text, out var card) ? card : throw new FormatException(text))];
}
