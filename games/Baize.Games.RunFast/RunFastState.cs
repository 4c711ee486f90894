namespace Baize.Games.RunFast;

/// <summary>The table as nobody sees it whole.</summary>
public sealed class RunFastState
{
    /// <summary>By seat, lowest card first. Hidden from all but their players.</summary>
    public List<List<Card>> Hands { get; set; } = [];

    /// <summary>The seat to play.</summary>
    public int Turn { get; set; }

    /// <summary>What must be beaten; null: the seat to play leads.</summary>
    public Play? Table { get; set; }

    /// <summary>Each seat's last move in this trick; null: none yet, empty: passed.</summary>
    public List<List<Card>?> Shown { get; set; } = [];

    /// <summary>All cards played so far.</summary>
    public List<Card> Played { get; set; } = [];
}
