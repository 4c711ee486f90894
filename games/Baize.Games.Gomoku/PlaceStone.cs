namespace Baize.Games.Gomoku;

/// <summary>Data of the action <c>place</c>.</summary>
public sealed record PlaceStone(int X, int Y);
