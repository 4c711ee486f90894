using Baize.Admin.Rooms;

namespace Baize.Tests.Admin;

/// <summary>What a search finds.</summary>
public sealed class RoomIndexTests
{
    private static readonly IndexedRoom Room = IndexedRoom.Of(new RoomRow("Tisch-17", "gomoku", "waiting")
    {
        Name = "白日 cup",
        InstanceId = "gs-1",
        Players = [new PlayerRow(4711, "Ada", 0, Ready: true, Connected: true)],
    });

    [Theory]
    [InlineData(null, null, null, null, true)]
    [InlineData("tisch", null, null, null, true)]
    [InlineData("CUP 白日", null, null, null, true)]
    [InlineData("ada", "gomoku", "waiting", "gs-1", true)]
    [InlineData("4711", null, null, null, true)]
    [InlineData("tisch eve", null, null, null, false)]
    [InlineData("", "run-fast", null, null, false)]
    [InlineData("", null, "playing", null, false)]
    [InlineData("", null, null, "gs-2", false)]
    public void Matches_EachField_NarrowsTheSearch(string? text, string? game, string? status, string? instance, bool found) =>
        Assert.Equal(found, new RoomQuery(text, game, status, instance).Matches(Room));
}
