namespace Baize.Games.Gomoku;

/// <summary>What may be chosen when a room is made.</summary>
public sealed class GomokuOptions
{
    /// <summary>Points on a side: 9 to 19.</summary>
    public int Size { get; set; } = 15;

    /// <summary>Time for a move; who exceeds it loses. 0: no limit; else 5 to 3600.</summary>
    public int TurnSeconds { get; set; }
}
