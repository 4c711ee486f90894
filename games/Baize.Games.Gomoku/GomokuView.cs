namespace Baize.Games.Gomoku;

/// <summary>What everyone sees.</summary>
/// <param name="Board">Rows of points: 0 empty, 1 black (seat 0), 2 white (seat 1).</param>
/// <param name="Turn">The seat to move; after the end, that of the last mover.</param>
/// <param name="TurnUserId">Who sits there.</param>
/// <param name="Moves">Stones on the board.</param>
/// <param name="Last">The last stone.</param>
/// <param name="Line">The row that won; empty while none has.</param>
/// <param name="DeadlineAt">When the time for this move is over, Unix ms; null: no limit.</param>
public sealed record GomokuView(int[][] Board, int Turn, long TurnUserId, int Moves, Point? Last, List<Point> Line, long? DeadlineAt);
