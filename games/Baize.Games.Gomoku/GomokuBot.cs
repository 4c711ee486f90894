using Baize.Rooms;

namespace Baize.Games.Gomoku;

/// <summary>A beginner: completes its own rows, blocks the other's, else plays close to the middle.</summary>
internal static class GomokuBot
{
    public static PlaceStone Choose(GomokuState state, GameRandom random)
    {
        var (mine, theirs) = (state.Turn + 1, 2 - state.Turn);
        var (best, bestScore) = (new Point(), int.MinValue);
        var middle = state.Board.Length / 2;
        for (var y = 0; y < state.Board.Length; y++)
        {
            for (var x = 0; x < state.Board.Length; x++)
            {
                var point = new Point(x, y);
                if (state.Board[y][x] != GomokuState.Empty)
                    continue;
                var score = (100 * Weight(state.LongestThrough(point, mine), own: true))
                    + (100 * Weight(state.LongestThrough(point, theirs), own: false))
                    - Math.Abs(x - middle) - Math.Abs(y - middle) + random.Next(3);
                if (score > bestScore)
                    (best, bestScore) = (point, score);
            }
        }
        return new PlaceStone(best.X, best.Y);
    }

    // A row of its own is worth more than one to block, but five to block more than four of its own.
    private static int Weight(int length, bool own) => (Math.Min(length, GomokuState.WinLength), own) switch
    {
        (5, true) => 1000,
        (5, false) => 300,
        (4, true) => 60,
        (4, false) => 40,
        (3, true) => 12,
        (3, false) => 8,
        (2, true) => 2,
        _ => 0,
    };
}
