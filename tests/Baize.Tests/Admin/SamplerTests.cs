using Baize.Admin.Overview;

namespace Baize.Tests.Admin;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 10)]
    [InlineData(1000, 10)]
    public void Pause_WhileNobodyAnswers_GrowsToTenSeconds(int failures, double seconds) =>
        Assert.Equal(seconds, Sampler.Pause(failures, random: 1).TotalSeconds, precision: 3);
}
