namespace Baize.Games.RunFast;

/// <summary>What may be chosen when a room is made.</summary>
public sealed class RunFastOptions
{
    /// <summary>Time for a turn, after which the game plays for its player: 3 to 120.</summary>
    public int TurnSeconds { get; set; } = 20;

    /// <summary>Whether who can beat what lies on the table must.</summary>
    public bool MustBeat { get; set; } = true;

    /// <summary>Whether the first play must contain the 3 of spades.</summary>
    public bool SpadeThreeFirst { get; set; }
}
