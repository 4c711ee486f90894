using Baize.Cluster.Rooms;

namespace Baize.Tests.Cluster.Rooms;

public sealed class RoomLogIdTests
{
    [Fact]
    public void New_ManyAtTheSameMoment_AreAllDifferent()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => RoomLogId.New(TimeProvider.System)).ToHashSet();

        Assert.Equal(1_000, ids.Count);
        Assert.All(ids, id => Assert.Matches(@"\A[0-9a-f]+-[0-9a-f]{8}\z", id));
    }

    [Fact]
    public void Restored_OverAndOver_KeepsOriginAndLength()
    {
        Assert.Equal("18c-1f.7", RoomLogId.Restored("18c-1f", 7));
        Assert.Equal("18c-1f.9", RoomLogId.Restored("18c-1f.7", 9));
        Assert.Equal("18c-1f", RoomLogId.Origin("18c-1f.9"));
        Assert.Equal("18c-1f", RoomLogId.Origin("18c-1f"));
    }
}
