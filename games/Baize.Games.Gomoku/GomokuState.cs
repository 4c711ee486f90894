using System.Text.Json.Serialization;

namespace Baize.Games.Gomoku;

/// <summary>The board and who is to move. Nothing in it is hidden.</summary>
public sealed class GomokuState
{
    public const int Empty = 0;

    /// <summary>Stones in a row that win; more win too.</summary>
    public const int WinLength = 5;

    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (1, 1), (1, -1)];

    [JsonConstructor]
    public GomokuState()
    {
    }

    public GomokuState(int size) => Board = [.. Enumerable.Range(0, size).Select(_ => new int[size])];

    /// <summary>Rows of points: 0 empty, 1 black (seat 0), 2 white (seat 1).</summary>
    public int[][] Board { get; set; } = [];

    /// <summary>The seat to move.</summary>
    public int Turn { get; set; }

    /// <summary>Stones on the board.</summary>
    public int Moves { get; set; }

    /// <summary>The last stone.</summary>
    public Point? Last { get; set; }

    /// <summary>The row that won.</summary>
    public List<Point> Line { get; set; } = [];

    [JsonIgnore]
    public bool IsFull => Moves == Board.Length * Board.Length;

    public bool IsOnBoard(Point point) => (uint)point.X < (uint)Board.Length && (uint)point.Y < (uint)Board.Length;

    /// <summary>Places a stone of the seat to move on a free point.</summary>
    public void Place(Point point)
    {
        Board[point.Y][point.X] = Turn + 1;
        Last = point;
        Moves++;
    }

    /// <summary>The winning row through a stone; empty: there is none.</summary>
    public List<Point> LineThrough(Point point)
    {
        foreach (var direction in Directions)
        {
            var back = Count(point, (-direction.X, -direction.Y));
            var length = back + 1 + Count(point, direction);
            if (length >= WinLength)
                return [.. Enumerable.Range(-back, length).Select(i => point.Step(direction, i))];
        }
        return [];
    }

    /// <summary>How many stones of a colour follow each other from a point on, the point itself not counted.</summary>
    /// <param name="point">Where from.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="colour">1 or 2; null: the point's own.</param>
    public int Count(Point point, (int X, int Y) direction, int? colour = null)
    {
        var wanted = colour ?? Board[point.Y][point.X];
        var count = 0;
        for (var next = point.Step(direction, 1); IsOnBoard(next) && Board[next.Y][next.X] == wanted; next = next.Step(direction, 1))
            count++;
        return count;
    }

    /// <summary>The longest row that a stone of a colour would make at a free point.</summary>
    public int LongestThrough(Point point, int colour) =>
        Directions.Max(d => 1 + Count(point, d, colour) + Count(point, (-d.X, -d.Y), colour));
}
