using Baize.Loadtest;

namespace Baize.Tests.Cli.Loadtest;

public sealed class RateRampTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(73.5)]
    [InlineData(8)]
    public void Take_UpToALimit_ComesWithinSixPercentOfIt(double limit)
    {
        var ramp = new RateRamp(first: 10);
        var steps = 0;
        for (; ramp.Next is { } rate && steps < 30; steps++)
            ramp.Take(rate <= limit);

        Assert.InRange(ramp.Held, limit / 1.07, limit);
        Assert.InRange(steps, 3, 20);
    }

    [Fact]
    public void Take_NothingHolds_GivesUp()
    {
        var ramp = new RateRamp(first: 10);
        for (var i = 0; i < 10 && ramp.Next is not null; i++)
            ramp.Take(held: false);

        Assert.Null(ramp.Next);
        Assert.Equal(0, ramp.Held);
    }
}
