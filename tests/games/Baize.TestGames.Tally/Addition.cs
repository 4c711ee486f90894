namespace Baize.TestGames.Tally;

/// <summary>The one move.</summary>
public sealed record Addition(int Number);
