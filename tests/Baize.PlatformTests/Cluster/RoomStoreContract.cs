using System.Text;
using Baize.Cluster.Rooms;

namespace Baize.PlatformTests.Cluster;

/// <summary>What every room store does, wherever it keeps its records: claims and hand-overs.</summary>
public abstract partial class RoomStoreContract : IAsyncLifetime
{
    internal IRoomStore Rooms { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await ClearAsync();
        Rooms = await OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Empties what the stores share.</summary>
    protected abstract Task ClearAsync();

    /// <summary>A store on connections of its own, as another process has it.</summary>
    internal abstract Task<IRoomStore> OpenAsync();

    [Fact]
    public async Task ClaimAsync_NewRoom_MakesARecord()
    {
        var claim = await Rooms.ClaimAsync("r", expectedOwner: null, "a", ClaimMode.OrCreate, Cancellation);

        Assert.Equal((ClaimOutcome.Claimed, "a"), (claim.Outcome, claim.Owner));
        var record = claim.Record!;
        Assert.Equal((1L, 0L, true), (record.Term, record.Seq, record.IsNew));
        Assert.NotEmpty(record.LogId);
        Assert.True(record.State.IsEmpty);
        Assert.Empty(record.Applied);
        Assert.Empty(record.Edges);
        Assert.Equal("a", await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("a", Cancellation));
    }

    [Fact]
    public async Task GetRulesAsync_RoomsWithAndWithout_AreAsLastCommitted()
    {
        Assert.Null(await Rooms.GetRulesAsync("r", Cancellation));
        var record = (await Rooms.ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation)).Record!;
        Assert.Null(await Rooms.GetRulesAsync("r", Cancellation));
        await Rooms.CommitAsync(Commit(record, 0, "e") with { Summary = Summary("g", "playing") with { Rules = "g 1" } }, Cancellation);
        Assert.Equal("g 1", await Rooms.GetRulesAsync("r", Cancellation));
    }

    [Fact]
    public async Task ClaimAsync_ExistingModeWithoutARecord_IsAbsent()
    {
        var claim = await Rooms.ClaimAsync("r", null, "a", ClaimMode.Existing, Cancellation);

        Assert.Equal(new ClaimResult(ClaimOutcome.Absent, "", null), claim);
        Assert.Null(await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("a", Cancellation));
    }

    [Theory]
    [InlineData(ClaimMode.Existing)]
    [InlineData(ClaimMode.OrCreate)]
    public async Task ClaimAsync_OwnerAsExpected_TakesTheWholeRecordOver(ClaimMode mode)
    {
        var old = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(old, 0, "e1", "e2") with { State = Bytes("s1"), Applied = [Bytes("i1"), Bytes("i2")], Edges = ["a", "c"] }, Cancellation);

        var claim = await Rooms.ClaimAsync("r", "a", "b", mode, Cancellation);

        Assert.Equal((ClaimOutcome.Claimed, "b"), (claim.Outcome, claim.Owner));
        var record = claim.Record!;
        Assert.Equal((2L, old.LogId, 2L, false), (record.Term, record.LogId, record.Seq, record.IsNew));
        Assert.Equal("s1", Text(record.State));
        Assert.Equal(["i1", "i2"], record.Applied.Select(Text));
        Assert.Equal(["a", "c"], record.Edges);
        Assert.Equal("b", await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("b", Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("a", Cancellation));
    }

    [Theory]
    [InlineData(null, "a")]
    [InlineData("", "a")]
    [InlineData("x", "a")]
    [InlineData("A", "a")]
    public async Task ClaimAsync_OwnerNotAsExpected_IsHeldAndChangesNothing(string? expected, string owner)
    {
        var record = await ClaimAsync("r", null, owner);

        var claim = await Rooms.ClaimAsync("r", expected, "b", ClaimMode.OrCreate, Cancellation);

        Assert.Equal(new ClaimResult(ClaimOutcome.Held, owner, null), claim);
        Assert.Equal(owner, await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(record, 0, "e"), Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("b", Cancellation));
    }

    [Fact]
    public async Task ClaimAsync_ExpectedOwnerOfARoomWithoutOne_IsHeldByNobody()
    {
        var claim = await Rooms.ClaimAsync("r", "gone", "b", ClaimMode.OrCreate, Cancellation);

        Assert.Equal(new ClaimResult(ClaimOutcome.Held, "", null), claim);
    }

    [Fact]
    public async Task ClaimAsync_OwnRoomAgain_RaisesTheTerm()
    {
        var first = await ClaimAsync("r", null, "a");

        var again = await ClaimAsync("r", "a", "a");

        Assert.Equal((2L, first.LogId, false), (again.Term, again.LogId, again.IsNew));
        Assert.Equal(CommitOutcome.Fenced, await Rooms.CommitAsync(Commit(first, 0, "e"), Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("a", Cancellation));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public async Task ClaimAsync_CreateOnlyAndItExists_LeavesItUntouched(string? expected)
    {
        var record = await ClaimAsync("r", null, "a");

        var claim = await Rooms.ClaimAsync("r", expected, "b", ClaimMode.CreateOnly, Cancellation);

        Assert.Equal(new ClaimResult(ClaimOutcome.Exists, "a", null), claim);
        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(record, 0, "e"), Cancellation));
    }

    [Fact]
    public async Task ClaimAsync_CreateOnlyAtOnce_OneMakesIt()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Rooms.ClaimAsync("r", null, $"i{i}", ClaimMode.CreateOnly, Cancellation).AsTask()));

        var winner = Assert.Single(claims, c => c.Outcome == ClaimOutcome.Claimed);
        Assert.All(claims, c => Assert.Equal(winner.Owner, c.Owner));
    }

    [Fact]
    public async Task HandOverAsync_Owner_GivesTheRoomToTheNamedOne()
    {
        var old = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(old, 0, "e1") with { State = Bytes("s") }, Cancellation);

        Assert.True(await Rooms.HandOverAsync("r", old.Term, old.LogId, "a", "b", Cancellation));

        Assert.Equal("b", await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("b", Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("a", Cancellation));
        Assert.Equal(CommitOutcome.Fenced, await Rooms.CommitAsync(Commit(old, 1, "late"), Cancellation));
        var record = await ClaimAsync("r", "b", "b");
        Assert.Equal((old.Term + 2, old.LogId, 1L, "s"), (record.Term, record.LogId, record.Seq, Text(record.State)));
    }

    [Fact]
    public async Task HandOverAsync_Repeated_IsTrueUntilTheNextClaim()
    {
        var old = await ClaimAsync("r", null, "a");
        Assert.True(await Rooms.HandOverAsync("r", old.Term, old.LogId, "a", "b", Cancellation));

        Assert.True(await Rooms.HandOverAsync("r", old.Term, old.LogId, "a", "b", Cancellation));

        Assert.Equal(old.Term + 2, (await ClaimAsync("r", "b", "b")).Term);
        Assert.False(await Rooms.HandOverAsync("r", old.Term, old.LogId, "a", "b", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("b", Cancellation));
    }

    [Theory]
    [InlineData(0, "", "b")] // the room was taken over: another term, another owner
    [InlineData(-1, "", "a")] // an older term
    [InlineData(0, "other", "a")] // another history
    public async Task HandOverAsync_NotTheWritersAnyMore_ChangesNothing(long termOff, string logSuffix, string nowOwner)
    {
        var record = await ClaimAsync("r", null, "a");
        if (nowOwner == "b")
            await ClaimAsync("r", "a", "b");

        Assert.False(await Rooms.HandOverAsync("r", record.Term + termOff, record.LogId + logSuffix, "a", "c", Cancellation));

        Assert.Equal(nowOwner, await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync(nowOwner, Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("c", Cancellation));
    }

    [Fact]
    public async Task ForgetOwnedAsync_RoomThatIsOwned_StaysNoted()
    {
        await ClaimAsync("r", null, "a");

        await Rooms.ForgetOwnedAsync("a", "r", Cancellation);
        await Rooms.ForgetOwnedAsync("b", "r", Cancellation);

        Assert.Equal(["r"], await Rooms.ListOwnedAsync("a", Cancellation));
    }

    [Fact]
    public async Task DeleteAsync_ByTheWriter_LeavesNothing()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, "e") with { State = Bytes("s"), Applied = [Bytes("i")], Summary = Summary("g", "playing") }, Cancellation);

        Assert.True(await Rooms.DeleteAsync("r", record.Term, record.LogId, "a", Cancellation));

        Assert.Null(await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Null(await Rooms.GetAsync("r", Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("a", Cancellation));
        Assert.Empty((await Rooms.ListAsync(RoomFilter.All, 10, null, Cancellation)).Rooms);
        Assert.Null((await Rooms.ReadLogAsync("r", 0, Cancellation)).LogId);
        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(record, 1, "e2"), Cancellation));
        var next = await ClaimAsync("r", null, "b");
        Assert.True(next.IsNew);
        Assert.NotEqual(record.LogId, next.LogId);
        Assert.True(next.State.IsEmpty);
        Assert.Empty(next.Applied);
    }

    [Fact]
    public async Task DeleteAsync_AfterATakeover_LeavesTheRoomToTheNewOwner()
    {
        var old = await ClaimAsync("r", null, "a");
        var record = await ClaimAsync("r", "a", "b");
        await Rooms.CommitAsync(Commit(record, 0, "e") with { Summary = Summary("g", "playing") }, Cancellation);

        Assert.False(await Rooms.DeleteAsync("r", old.Term, old.LogId, "a", Cancellation));

        Assert.Equal("b", await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("b", Cancellation));
        Assert.Single((await Rooms.ListAsync(RoomFilter.All, 10, null, Cancellation)).Rooms);
    }

    internal async Task<RoomRecord> ClaimAsync(string roomId, string? expectedOwner, string claimer)
    {
        var claim = await Rooms.ClaimAsync(roomId, expectedOwner, claimer, ClaimMode.OrCreate, Cancellation);
        Assert.Equal(ClaimOutcome.Claimed, claim.Outcome);
        return claim.Record!;
    }

    internal static RoomCommit Commit(RoomRecord record, long baseSeq, params string[] events) =>
        new("r", record.Term, record.LogId, baseSeq, Array.ConvertAll(events, Bytes));

    internal static RoomSummary Summary(string game, string status, string info = "{}") => new(game, status, Bytes(info));

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
