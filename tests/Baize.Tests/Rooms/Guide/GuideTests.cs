using Baize.Rooms.Testing;
using MyGames;

namespace Baize.Tests.Rooms.Guide;

/// <summary>docs/writing-a-game.md shows code that compiles and passes: the files beside this one.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData("RockPaperScissors.cs")]
    [InlineData("RockPaperScissorsTests.cs")]
    public void Guide_ShowsTheCodeThatIsTested(string file)
    {
        var root = Root();
        var guide = File.ReadAllText(Path.Combine(root, "docs", "writing-a-game.md"));
        var code = File.ReadAllText(Path.Combine(root, "tests", "Baize.Tests", "Rooms", "Guide", file));

        Assert.Contains($"```csharp\n{code.TrimEnd()}\n```", guide.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Guide_Game_EndsWithABot()
    {
        var room = new TestRoom<RockPaperScissors>();
        room.Join(1);
        room.AddBot(1);
        room.Ready(1);

        for (var round = 0; round < 200 && !room.HasEnded; round++)
        {
            room.Act(1, "choose", new { hand = "paper" });
            room.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("won", room.Result!.Reason);
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Baize.slnx")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No Baize.slnx above {AppContext.BaseDirectory}.");
    }
}
