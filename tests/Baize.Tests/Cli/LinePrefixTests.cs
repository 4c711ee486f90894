using Baize.Output;

namespace Baize.Tests.Cli;

public sealed class LinePrefixTests
{
    [Fact]
    public void Line_NamesOfDifferentLength_AreAligned()
    {
        var prefix = new LinePrefix(["api", "game-10"], colour: false);

        Assert.Equal("api     | hello", prefix.Line("api", "hello"));
        Assert.Equal("game-10 | hello", prefix.Line("game-10", "hello"));
        Assert.Equal("baize   | hello", prefix.Alarm("hello"));
    }

    [Fact]
    public void Line_NoTerminal_HasNoEscapes() =>
        Assert.DoesNotContain('\e', new LinePrefix(["api"], colour: false).Line("api", "x") + new LinePrefix(["api"], colour: false).Alarm("x"));

    [Fact]
    public void Line_Terminal_HasAColourPerNameAndEndsIt()
    {
        var prefix = new LinePrefix(["a", "b"], colour: true);

        Assert.Equal("\e[36ma     │\e[0m text", prefix.Line("a", "text"));
        Assert.Equal("\e[32mb     │\e[0m text", prefix.Line("b", "text"));
    }

    [Fact]
    public void Line_ControlCharactersFromAPlayer_CannotSteerTheTerminal() =>
        Assert.Equal("a     | name ?[2J\t?", new LinePrefix(["a"], colour: false).Line("a", "name \e[2J\t\u0007"));
}
