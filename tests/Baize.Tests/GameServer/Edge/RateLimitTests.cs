using Baize.GameServer.Edge;

namespace Baize.Tests.GameServer.Edge;

public sealed class RateLimitTests
{
    [Fact]
    public void Count_BurstOfTwiceTheRate_IsAllowedThenRefusedThenPutOut()
    {
        var limit = new RateLimit(perSecond: 10);
        var verdicts = Enumerable.Range(0, 60).Select(_ => limit.Count(TimeSpan.Zero)).ToList();

        Assert.All(verdicts[..20], v => Assert.Equal(RateVerdict.Allowed, v));
        Assert.Equal(RateVerdict.Refused, verdicts[20]);
        Assert.Equal(RateVerdict.PutOut, verdicts[^1]);
    }

    [Fact]
    public void Count_AtTheRate_IsAlwaysAllowed()
    {
        var limit = new RateLimit(perSecond: 10);

        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(RateVerdict.Allowed, limit.Count(TimeSpan.FromMilliseconds(100 * i))));
    }

    [Fact]
    public void Count_AfterAPause_IsAllowedAgain()
    {
        var limit = new RateLimit(perSecond: 10);
        for (var i = 0; i < 25; i++)
            limit.Count(TimeSpan.Zero);

        Assert.Equal(RateVerdict.Allowed, limit.Count(TimeSpan.FromSeconds(1)));
    }
}
