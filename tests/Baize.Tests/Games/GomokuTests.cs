using Baize.Games.Gomoku;
using Baize.Protocol.Frames;
using Baize.Rooms.Testing;
using CsCheck;

namespace Baize.Tests.Games;

public sealed class GomokuTests
{
    [Theory]
    [InlineData("0,0 1,0 2,0 3,0 4,0", 4)] // across
    [InlineData("7,3 7,4 7,5 7,6 7,7", 2)] // down, closed in the middle
    [InlineData("10,10 11,11 12,12 13,13 14,14", 0)] // into a corner
    [InlineData("4,10 5,9 6,8 7,7 8,6", 3)]
    [InlineData("3,5 4,5 5,5 6,5 7,5 8,5", 3)] // six win too
    public void Place_FiveOrMoreInARow_Wins(string row, int last)
    {
        var room = TestRoom.Play<GomokuGame>();
        var points = row.Split(' ').Select(p => p.Split(',').Select(int.Parse).ToArray()).ToList();
        points.Add(points[last]);
        points.RemoveAt(last);
        for (var i = 0; i < points.Count; i++)
        {
            Assert.False(room.HasEnded, "too few stones have won");
            if (i > 0)
                Assert.Null(room.Act(2, "place", new { x = i * 2 % 14, y = i > 3 ? 2 : 13 }).Code); // white stays scattered
            Assert.Null(room.Act(1, "place", new { x = points[i][0], y = points[i][1] }).Code);
        }

        Assert.Equal(("five_in_a_row", 1L), (room.Result!.Reason, Assert.Single(room.Result.Winners)));
        Assert.Equal(points.Count, room.View(2).GetProperty("line").GetArrayLength());
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(2, "place", new { x = 0, y = 14 }).Code);
    }

    [Fact]
    public void Place_RowBrokenByTheOther_DoesNotWin()
    {
        var room = TestRoom.Play<GomokuGame>();
        foreach (var (user, x) in ((long, int)[])[(1, 0), (2, 4), (1, 1), (2, 10), (1, 2), (2, 12), (1, 3), (2, 14), (1, 5)])
            Assert.Null(room.Act(user, "place", new { x, y = 0 }).Code);

        Assert.False(room.HasEnded);
    }

    [Fact]
    public void Place_NotAllowed_SaysWhy()
    {
        var room = TestRoom.Play<GomokuGame>();
        Assert.Equal(ErrorCodes.NotYourTurn, room.Act(2, "place", new { x = 0, y = 0 }).Code);
        Assert.Null(room.Act(1, "place", new { x = 0, y = 0 }).Code);
        Assert.Equal(ErrorCodes.NotYourTurn, room.Act(1, "place", new { x = 1, y = 0 }).Code);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(2, "place", new { x = 0, y = 0 }).Code);
        foreach (var (x, y) in ((int, int)[])[(-1, 0), (15, 0), (0, 15), (int.MinValue, int.MaxValue)])
            Assert.Equal(ErrorCodes.IllegalMove, room.Act(2, "place", new { x, y }).Code);
        Assert.Equal(ErrorCodes.BadFrame, room.Act(2, "place", new { x = 1 }).Code);
        Assert.Equal(ErrorCodes.BadFrame, room.Act(2, "place", new { x = 1.5, y = 1 }).Code);
    }

    [Fact]
    public void Clock_RunsOut_TheOtherWins()
    {
        var room = TestRoom.Play<GomokuGame>(options: new { turn_seconds = 10 });
        room.Advance(TimeSpan.FromSeconds(9));
        room.Act(1, "place", new { x = 7, y = 7 });
        room.Advance(TimeSpan.FromSeconds(9));
        Assert.False(room.HasEnded);

        room.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("time", 1L), (room.Result!.Reason, Assert.Single(room.Result.Winners)));
    }

    [Fact]
    public void Leave_Forfeits()
    {
        var room = TestRoom.Play<GomokuGame>();
        room.Leave(1);
        Assert.Equal(("forfeit", 2L), (room.Result!.Reason, Assert.Single(room.Result.Winners)));
    }

    [Fact]
    public void Leave_AfterTheEnd_OthersStillSeeTheBoard()
    {
        var room = TestRoom.Play<GomokuGame>();
        room.Leave(2);

        Assert.Equal(0, room.View(1).GetProperty("moves").GetInt32());
        Assert.Equal(2, room.Info.Players.Count);
    }

    [Fact]
    public void Bot_BlocksARow()
    {
        var room = new TestRoom<GomokuGame>();
        room.Join(1);
        room.AddBot(1);
        room.Ready(1);
        for (var x = 0; x < 4; x++)
        {
            if (room.Act(1, "place", new { x, y = 0 }).Code is not null)
                break; // blocked already
            room.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(2, room.State<GomokuState>().Board[0][..5]);
    }

    [Fact]
    public void Bot_CompletesItsOwnRow()
    {
        var room = new TestRoom<GomokuGame>();
        room.Join(1);
        room.AddBot(1);
        room.Ready(1);
        (int X, int Y)[] aimless = [(0, 0), (14, 14), (0, 14), (14, 0), (0, 7), (14, 7), (7, 0), (7, 14), (2, 1), (12, 13)];
        foreach (var (x, y) in aimless)
        {
            if (!room.HasEnded && room.State<GomokuState>().Turn == 0)
                room.Act(1, "place", new { x, y });
            room.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(-2, Assert.Single(room.Result!.Winners));
    }

    [Fact]
    public void RandomPlay_AlwaysEnds_WithOneWinnerOrAFullBoard() => Gen.Select(Gen.ULong, Gen.Int[9, 12]).Sample(
        (seed, size) =>
        {
            var room = TestRoom.Play<GomokuGame>(options: new { size }, seed: seed);
            room.TakesOver = false;
            var random = new Random((int)seed);
            var points = (from x in Enumerable.Range(0, size) from y in Enumerable.Range(0, size) select (x, y)).ToArray();
            random.Shuffle(points);
            var placed = 0;
            foreach (var (x, y) in points)
            {
                Assert.Null(room.Act(1 + (placed++ % 2), "place", new { x, y }).Code);
                if (room.HasEnded)
                    break;
            }

            var state = room.State<GomokuState>();
            Assert.Equal(placed, state.Moves);
            Assert.Equal(placed, state.Board.Sum(row => row.Count(p => p != 0)));
            Assert.Equal((placed + 1) / 2, state.Board.Sum(row => row.Count(p => p == 1)));
            if (room.Result!.Reason == "board_full")
                Assert.Equal(size * size, placed);
            else
                Assert.Equal(1 + ((placed - 1) % 2), Assert.Single(room.Result.Winners));
            Assert.Equal(room.View(1).GetRawText(), room.View(2).GetRawText());
        },
        iter: 20);
}
