namespace Baize.TestGames.Tally;

/// <summary>Both forms of the state.</summary>
public sealed class TallyState
{
    /// <summary>Version 1.</summary>
    public int? Sum { get; set; }

    /// <summary>Version 2.</summary>
    public int? Total { get; set; }
}
