using System.Text.Json.Serialization;

namespace Baize.Games.RunFast;

/// <summary>A card. In JSON and text: rank and suit, as <c>3S</c>, <c>10H</c>, <c>JD</c>, <c>AC</c>.</summary>
/// <param name="Rank">3 to 10, then 11 J, 12 Q, 13 K, 14 A, 15 for the 2: the order of strength.</param>
/// <param name="Suit">The suit.</param>
[JsonConverter(typeof(CardConverter))]
public readonly record struct Card(int Rank, Suit Suit) : IComparable<Card>
{
    public const int Ace = 14;
    public const int Two = 15;

    private static readonly string[] Ranks = ["3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A", "2"];
    private const string Suits = "SHCD";

    public static Card ThreeOfSpades { get; } = new(3, Suit.Spades);

    /// <summary>The 48 cards: no jokers, of the twos only that of spades, no ace of spades.</summary>
    public static IReadOnlyList<Card> Deck { get; } =
    [
        .. from rank in Enumerable.Range(3, 13)
           from suit in Enum.GetValues<Suit>()
           where rank < Ace || (rank == Ace ? suit != Suit.Spades : suit == Suit.Spades)
           select new Card(rank, suit),
    ];

    public static bool TryParse(string? text, out Card card)
    {
        card = default;
        if (text is not { Length: 2 or 3 })
            return false;
        var (rank, suit) = (Array.IndexOf(Ranks, text[..^1]), Suits.IndexOf(text[^1], StringComparison.Ordinal));
        if (rank < 0 || suit < 0)
            return false;
        card = new Card(rank + 3, (Suit)suit);
        return true;
    }

    public int CompareTo(Card other) => (Rank, Suit).CompareTo((other.Rank, other.Suit));

    public override string ToString() => Ranks[Rank - 3] + Suits[(int)Suit];

    public static bool operator <(Card left, Card right) => left.CompareTo(right) < 0;

    public static bool operator >(Card left, Card right) => left.CompareTo(right) > 0;

    public static bool operator <=(Card left, Card right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Card left, Card right) => left.CompareTo(right) >= 0;
}
