using Baize.Up;

namespace Baize.Tests.Cli;

public sealed class RestartDelayTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    public void After_DeathsInARow_DoublesUpToThirtySecondsGiveOrTakeAFifth(int deaths, double seconds)
    {
        Assert.Equal(seconds * 0.8, RestartDelay.After(deaths, 0).TotalSeconds, 0.001);
        Assert.Equal(seconds * 1.2, RestartDelay.After(deaths, 1).TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData(0, "left on its own account")]
    [InlineData(1, "died with exit code 1")]
    [InlineData(137, "was ended by signal 9")]
    public void Describe_ExitCode_SaysHowItEnded(int code, string words) => Assert.Equal(words, RestartDelay.Describe(code));
}
