using Baize.Loadtest.Accounting;
using CsCheck;

namespace Baize.Tests.Cli.Loadtest;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void AtMs_Nothing_IsZero() => Assert.Equal(0, new LatencyHistogram().AtMs(0.99));

    [Fact]
    public void AtMs_AnyTimes_IsWithinASixtiethOfTheExact() => Gen.Long[0, 60_000_000].Array[1, 300].Sample(microseconds =>
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < microseconds.Length; i++)
            (i % 2 == 0 ? one : other).Add(TimeSpan.FromMicroseconds(microseconds[i]));
        one.Add(other);
        Array.Sort(microseconds);
        foreach (var share in (double[])[0.5, 0.99, 1])
        {
            var exact = microseconds[(int)Math.Ceiling(share * microseconds.Length) - 1] / 1000.0;
            Assert.InRange(one.AtMs(share), exact, exact * (1 + 1.0 / 60));
        }
        Assert.Equal(microseconds[^1] / 1000.0, one.MaxMs);
    });
}
