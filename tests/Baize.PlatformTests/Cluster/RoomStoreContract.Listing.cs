using Baize.Cluster.Rooms;

namespace Baize.PlatformTests.Cluster;

/// <summary>Listings.</summary>
public abstract partial class RoomStoreContract
{
    [Fact]
    public async Task GetAsync_RoomWithASummary_GivesOwnerAndInfo()
    {
        var record = await ClaimAsync("r", null, "a");
        Assert.Null(await Rooms.GetAsync("r", Cancellation)); // claimed, but nothing said yet
        await Rooms.CommitAsync(Commit(record, 0) with { Summary = Summary("gomoku", "waiting", "{\"name\":\"我\"}") }, Cancellation);
        await ClaimAsync("r", "a", "b");

        var room = (await Rooms.GetAsync("r", Cancellation))!;

        Assert.Equal(("r", "b", "{\"name\":\"我\"}"), (room.RoomId, room.Owner, Text(room.Info)));
        Assert.Null(await Rooms.GetAsync("nowhere", Cancellation));
    }

    [Fact]
    public async Task ListAsync_Pages_ShowEveryRoomOnceNewestFirst()
    {
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add($"room{i}");
            await MakeAsync($"room{i}", "g", "waiting");
            await Task.Delay(2, Cancellation); // so that creation times differ
        }
        made.Reverse();

        for (var limit = 1; limit <= 8; limit++)
        {
            var pages = await ListAllAsync(null, null, limit);

            Assert.Equal(made, pages.SelectMany(p => p.Rooms).Select(r => r.RoomId));
            Assert.All(pages.SkipLast(1), p => Assert.Equal(limit, p.Rooms.Count));
        }
    }

    [Fact]
    public async Task ListAsync_RoomsOfTheSameMoment_AreShownOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => MakeAsync($"room{i}", "g", "waiting")));

        var rooms = (await ListAllAsync(null, null, 3)).SelectMany(p => p.Rooms).Select(r => r.RoomId).ToList();

        Assert.Equal(40, rooms.Count);
        Assert.Equal(40, rooms.Distinct().Count());
    }

    [Fact]
    public async Task ListAsync_Filters_GiveOnlyWhatMatches()
    {
        await MakeAsync("r1", "gomoku", "waiting");
        await MakeAsync("r2", "gomoku", "playing");
        await MakeAsync("r3", "run-fast", "waiting");
        await ClaimAsync("r4", null, "a"); // nothing said yet

        Assert.Equal(["r1", "r2"], await IdsAsync("gomoku", null));
        Assert.Equal(["r1", "r3"], await IdsAsync(null, "waiting"));
        Assert.Equal(["r1"], await IdsAsync("gomoku", "waiting"));
        Assert.Empty(await IdsAsync("chess", null));
        Assert.Equal(["r1", "r2", "r3"], await IdsAsync(null, null));
    }

    [Theory]
    [InlineData("FRIDAY", "r1")]
    [InlineData(" evening  friday ", "r1")]
    [InlineData("小明", "r2")]
    [InlineData("小明 friday", "")]
    [InlineData("r2", "r2")]
    [InlineData("gomoku", "")] // not a name
    [InlineData("  ", "r1 r2")]
    public async Task ListAsync_Search_FindsRoomsByIdNameAndPlayers(string search, string expected)
    {
        await MakeAsync("r1", "gomoku", "waiting", """{"room_id":"r1","game":"gomoku","name":"Friday evening","players":[{"user_id":1,"name":"Ann"}]}""");
        await MakeAsync("r2", "gomoku", "waiting", """{"room_id":"r2","game":"gomoku","name":null,"players":[{"user_id":1,"name":"Bob"},{"user_id":2,"name":"小明"}]}""");

        Assert.Equal(expected, string.Join(' ', await IdsAsync(null, null, search)));
        Assert.Empty(await IdsAsync("run-fast", null, search));
    }

    [Fact]
    public async Task ListAsync_RoomsComeAndGoBetweenPages_ShowsTheOthersOnce()
    {
        for (var i = 0; i < 6; i++)
        {
            await MakeAsync($"room{i}", "g", "waiting");
            await Task.Delay(2, Cancellation);
        }
        var first = await Rooms.ListAsync(RoomFilter.All, 2, null, Cancellation);

        await MakeAsync("late", "g", "waiting");
        await DeleteAsync("room5"); // shown already
        await DeleteAsync("room4"); // where the page ended
        await DeleteAsync("room2"); // still to come

        var second = await Rooms.ListAsync(RoomFilter.All, 10, first.NextCursor, Cancellation);
        Assert.Equal(["room5", "room4"], first.Rooms.Select(r => r.RoomId));
        Assert.Equal(["room3", "room1", "room0"], second.Rooms.Select(r => r.RoomId));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task ListAsync_FilterThatFewPass_GoesOnOverPages()
    {
        await MakeAsync("needle", "rare", "waiting");
        for (var i = 0; i < 2_050; i += 50)
            await Task.WhenAll(Enumerable.Range(i, 50).Select(j => MakeAsync($"room{j}", "common", "waiting")));

        Assert.Equal(["needle"], await IdsAsync("rare", null));
        Assert.Equal(2_050, (await IdsAsync("common", null)).Count());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("12")]
    [InlineData(".a")]
    [InlineData("1e9.a")]
    [InlineData("-1.a")]
    [InlineData("99999999999999999999.a")]
    public async Task ListAsync_ForeignCursor_Throws(string cursor) =>
        await Assert.ThrowsAsync<FormatException>(async () => await Rooms.ListAsync(RoomFilter.All, 10, cursor, Cancellation));

    private async Task MakeAsync(string roomId, string game, string status, string info = "{}")
    {
        var record = await ClaimAsync(roomId, null, "a");
        await Rooms.CommitAsync(Commit(record, 0) with { RoomId = roomId, Summary = Summary(game, status, info) }, Cancellation);
    }

    private async Task DeleteAsync(string roomId)
    {
        var record = await ClaimAsync(roomId, "a", "a");
        Assert.True(await Rooms.DeleteAsync(roomId, record.Term, record.LogId, "a", Cancellation));
    }

    private async Task<IEnumerable<string>> IdsAsync(string? game, string? status, string? search = null) =>
        (await ListAllAsync(game, status, 200, search)).SelectMany(p => p.Rooms).Select(r => r.RoomId).Order();

    private async Task<List<RoomPage>> ListAllAsync(string? game, string? status, int limit, string? search = null)
    {
        var pages = new List<RoomPage>();
        string? cursor = null;
        do
        {
            pages.Add(await Rooms.ListAsync(new RoomFilter(game, status, search), limit, cursor, Cancellation));
            cursor = pages[^1].NextCursor;
            Assert.True(pages.Count < 100, "The pages do not end.");
        }
        while (cursor is not null);
        return pages;
    }
}
