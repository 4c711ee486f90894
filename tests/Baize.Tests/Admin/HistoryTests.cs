using Baize.Admin.Overview;

namespace Baize.Tests.Admin;

/// <summary>The ring of samples.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void Read_MoreSamplesThanFit_HasTheNewestInOrder()
    {
        var history = new History();
        for (var i = 0; i < History.Capacity + 10; i++)
            history.Add(i * 1000L, [new InstanceRow("a", "", 0, "active") { Connections = i }]);

        var read = history.Read(History.Capacity);

        Assert.Equal(Enumerable.Range(10, History.Capacity).Select(i => (double)i), read.Times);
        Assert.Equal(read.Times.Select(t => (double?)t), read.Instances["a"].Connections);
    }

    [Fact]
    public void Read_FewerPointsThanSamples_ThinsOutAndKeepsTheNewest()
    {
        var history = new History();
        for (var i = 0; i < 100; i++)
            history.Add(i * 1000L, []);

        var read = history.Read(10);

        Assert.Equal(10, read.Times.Count);
        Assert.Equal(99, read.Times[^1]);
    }

    [Fact]
    public void Read_InstanceThatCameLater_IsNullBefore()
    {
        var history = new History();
        history.Add(1000, [new InstanceRow("a", "", 0, "active") { Rooms = 1 }]);
        history.Add(2000, [new InstanceRow("b", "", 0, "active") { Rooms = 2 }]);

        var read = history.Read(10);

        Assert.Equal([1, null], read.Instances["a"].Rooms);
        Assert.Equal([null, 2], read.Instances["b"].Rooms);
    }
}
