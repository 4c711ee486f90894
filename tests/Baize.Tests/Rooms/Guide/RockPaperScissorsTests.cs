using Baize.Rooms.Testing;

namespace MyGames;

public class RockPaperScissorsTests
{
    [Fact]
    public void Choose_PaperAgainstRock_Wins()
    {
        var room = TestRoom.Play<RockPaperScissors>(options: new { wins = 1 });

        room.Act(1, "choose", new { hand = "rock" });
        Assert.DoesNotContain("\"rock\"", room.AllTold(2)); // all that the server has told player 2
        room.Act(2, "choose", new { hand = "paper" });

        Assert.Equal([2], room.Result!.Winners);
    }

    [Fact]
    public void Round_TimeIsOver_IsPlayedAllTheSame()
    {
        var room = TestRoom.Play<RockPaperScissors>();
        room.Advance(TimeSpan.FromSeconds(15));
        Assert.NotNull(room.State<RockPaperScissors.Match>().LastHands[0]);
    }
}
