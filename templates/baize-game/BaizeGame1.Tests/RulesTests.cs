using Baize.Rooms.Testing;

namespace BaizeGame1.Tests;

/// <summary>Rooms in memory. After every step another instance takes the room over, so what the state forgets shows at once.</summary>
public sealed class RulesTests
{
    [Fact]
    public void Take_LastStone_Wins()
    {
        var room = TestRoom.Play<Rules>(players: 2, options: new { stones = 4 });

        room.Act(1, "take", new { stones = 1 });
        room.Act(2, "take", new { stones = 3 });

        Assert.Equal([2], room.Result!.Winners);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Take_TooFewOrTooMany_IsRefusedAndChangesNothing(int stones)
    {
        var room = TestRoom.Play<Rules>();

        Assert.Equal("illegal_move", room.Act(1, "take", new { stones }).Code);
        Assert.Equal(21, room.State<Table>().Stones);
    }

    [Fact]
    public void Take_OutOfTurn_IsRefused() =>
        Assert.Equal("not_your_turn", TestRoom.Play<Rules>().Act(2, "take", new { stones = 1 }).Code);

    [Fact]
    public void Turn_TimeIsOver_GoesToTheNext()
    {
        var room = TestRoom.Play<Rules>();

        room.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((20, 1), (room.State<Table>().Stones, room.State<Table>().Turn));
    }
}
