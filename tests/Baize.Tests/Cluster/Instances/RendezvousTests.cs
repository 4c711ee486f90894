using Baize.Cluster.Instances;

namespace Baize.Tests.Cluster.Instances;

public sealed class RendezvousTests
{
    [Fact]
    public void Choose_OneInstanceLess_MovesOnlyItsRooms()
    {
        string[] four = ["a", "b", "c", "d"];
        foreach (var room in Enumerable.Range(0, 500).Select(i => $"room-{i}"))
        {
            var before = Rendezvous.Choose(room, four);
            var after = Rendezvous.Choose(room, ["a", "b", "c"]);
            Assert.True(before == after || before == "d");
        }
    }

    [Fact]
    public void Choose_ManyRooms_SpreadsThemEvenly()
    {
        string[] four = ["0-1700000000", "1-1700000000", "2-1700000000", "3-1700000000"];
        var shares = Enumerable.Range(0, 4_000).CountBy(i => Rendezvous.Choose($"room-{i}", four)).ToDictionary();

        Assert.All(four, instance => Assert.InRange(shares[instance], 850, 1_150));
    }
}
