using Baize.GameServer.Edge;

namespace Baize.Tests.GameServer.Edge;

public sealed class StripedCountersTests
{
    [Fact]
    public async Task Add_ManyThreads_LosesNothing()
    {
        var counters = new StripedCounters(20);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
                counters.Add(i % 20, 2);
        })));
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(8 * 50_000 / 20 * 2, counters.Sum(i)));
    }

    [Fact]
    public void Add_Counter_AllocatesNothing()
    {
        var counters = new StripedCounters(3);
        counters.Add(1, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            counters.Add(2, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((0, 1, 1_000), (counters.Sum(0), counters.Sum(1), counters.Sum(2)));
    }
}
