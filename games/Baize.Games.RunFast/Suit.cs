namespace Baize.Games.RunFast;

/// <summary>Suits have no order in this game.</summary>
public enum Suit
{
    Spades,
    Hearts,
    Clubs,
    Diamonds,
}
