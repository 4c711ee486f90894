namespace Baize.Games.RunFast;

/// <summary>Kinds of combinations.</summary>
public enum ComboKind
{
    /// <summary>One card.</summary>
    Solo,

    /// <summary>Two of a rank.</summary>
    Pair,

    /// <summary>Five or more ranks in a row, 3 to A.</summary>
    Straight,

    /// <summary>Two or more pairs in a row, 3 to A.</summary>
    Pairs,

    /// <summary>One or more triples in a row, 3 to A, with two cards each beside them; with fewer only as a hand's last cards.</summary>
    Triples,

    /// <summary>Four of a rank: beats all but a higher one.</summary>
    Bomb,
}
