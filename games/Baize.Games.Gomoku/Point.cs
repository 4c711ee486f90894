namespace Baize.Games.Gomoku;

/// <summary>A point of the board, from 0 at the upper left.</summary>
public readonly record struct Point(int X, int Y)
{
    public Point Step((int X, int Y) direction, int count) => new(X + (direction.X * count), Y + (direction.Y * count));
}
