using Baize.Cluster.Rooms;
using Baize.PlatformTests.Support;
using StackExchange.Redis;

namespace Baize.PlatformTests.Cluster;

/// <summary>What holds where several processes share the store: the keys, and what an owner does when the store has forgotten.</summary>
public abstract class SharedRoomStoreContract(StoreFixture store) : RoomStoreContract
{
    protected override Task ClearAsync() => store.ClearAsync();

    internal override Task<IRoomStore> OpenAsync() => store.OpenRoomsAsync();

    [Fact]
    public async Task ClaimAsync_PlainCommands_SeeTheOwner()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, "e1") with { State = Bytes("s"), Applied = [Bytes("i")], Summary = Summary("g", "waiting") }, Cancellation);

        Assert.Equal("a", await store.Raw.StringGetAsync("room:instance:r"));
        var keys = (await KeysAsync()).Where(k => k.Contains("room:instance", StringComparison.Ordinal));
        Assert.Equal(["room:instance:r", "{room:instance:r}:ids", "{room:instance:r}:log", "{room:instance:r}:meta", "{room:instance:r}:state"], keys);
        Assert.Equal(["e1"], (await store.Raw.ListRangeAsync("{room:instance:r}:log")).Select(v => v.ToString()));
        Assert.Equal(1, await store.Raw.HashGetAsync("{room:instance:r}:meta", "seq"));
        Assert.Equal(1, await store.Raw.HashGetAsync("{room:instance:r}:meta", "term"));
        Assert.Equal(["r"], (await store.Raw.SetMembersAsync("game-server:instances:a:rooms")).Select(v => v.ToString()));
    }

    [Fact]
    public async Task DeleteAsync_PlainCommands_SeeNothingLeft()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, "e1") with { State = Bytes("s"), Applied = [Bytes("i")], Summary = Summary("g", "waiting") }, Cancellation);

        await Rooms.DeleteAsync("r", record.Term, record.LogId, "a", Cancellation);

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task ClaimAsync_OwnerWrittenByAnotherProgram_IsWhatCounts()
    {
        await store.Raw.StringSetAsync("room:instance:r", "elsewhere");

        Assert.Equal(new ClaimResult(ClaimOutcome.Held, "elsewhere", null), await Rooms.ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation));
        Assert.Equal(1, (await ClaimAsync("r", "elsewhere", "a")).Term);
    }

    [Fact]
    public async Task CommitAsync_LogDeletedByAnotherProgram_CountsItsBytesAnew()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, new string('x', 90)) with { KeepBytes = 100 }, Cancellation);
        await store.Raw.KeyDeleteAsync("{room:instance:r}:log");

        await Rooms.CommitAsync(Commit(record, 1, "a", "b", "c") with { KeepBytes = 100 }, Cancellation);

        var log = await Rooms.ReadLogAsync("r", 0, Cancellation);
        Assert.Equal((2L, false), (log.First, log.IsComplete));
        Assert.True((await Rooms.ReadLogAsync("r", 1, Cancellation)).IsComplete);
    }

    [Fact]
    public async Task ClaimAsync_ManyConnectionsExpectTheSameOwner_OneWinsEachRound()
    {
        var stores = new List<IRoomStore>();
        for (var i = 0; i < 8; i++)
            stores.Add(await OpenAsync());
        string? owner = null;
        for (var round = 1; round <= 60; round++)
        {
            var claims = await Task.WhenAll(stores.Select((s, i) =>
                s.ClaimAsync("r", owner, $"i{round}-{i}", ClaimMode.OrCreate, Cancellation).AsTask()));

            var winner = Assert.Single(claims, c => c.Outcome == ClaimOutcome.Claimed);
            Assert.Equal(round, winner.Record!.Term);
            Assert.All(claims.Where(c => c != winner), c => Assert.Equal((ClaimOutcome.Held, winner.Owner), (c.Outcome, c.Owner)));
            owner = await Rooms.GetOwnerAsync("r", Cancellation);
            Assert.Equal(winner.Owner, owner);
            Assert.Equal(["r"], await Rooms.ListOwnedAsync(owner!, Cancellation));
        }
    }

    [Fact]
    public async Task ClaimAsync_ManyClaimersAtWill_TermsRiseAndEachOwnerIsTakenOverOnce()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => ClaimAtWillAsync(i), Cancellation)));

        var all = won.SelectMany(w => w).OrderBy(w => w.Term).ToList();
        Assert.Equal(Enumerable.Range(1, all.Count).Select(t => (long)t), all.Select(w => w.Term));
        Assert.Equal(all.Select(w => w.Claimer).SkipLast(1), all.Select(w => w.From).Skip(1)!);
        Assert.True(all.Count > 20, $"Only {all.Count} claims: nothing was contended.");
    }

    [Fact]
    public async Task CommitAsync_ManyOwnersAtOnce_LogHasEveryAckedEventOnceAndNoneOfAFencedOwner()
    {
        var acked = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => OwnAndWriteAsync(i), Cancellation)));

        var log = await Rooms.ReadLogAsync("r", 0, Cancellation);
        Assert.True(log.IsComplete);
        var events = log.Entries.Select(Text).ToList();
        Assert.Equal(log.Head, events.Count);
        Assert.Equal(events.Count, events.Distinct().Count());
        var terms = events.Select(e => long.Parse(e.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(terms.Order(), terms);
        Assert.All(acked.SelectMany(a => a), a => Assert.Equal(a.Event, events[(int)a.Seq - 1]));
        Assert.Equal(events.Count, acked.Sum(a => a.Count)); // nothing stands there that nobody was told of
    }

    [Fact]
    public async Task RestoreAsync_AfterFlushAll_WritesEverythingUnderANewHistory()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, "e1", "e2"), Cancellation);
        await store.ClearAsync();
        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(record, 2, "e3"), Cancellation));

        var restored = (await Rooms.RestoreAsync(Restore(record, "a", seq: 3), Cancellation))!;

        Assert.Equal((record.Term + 1, 3L, false), (restored.Term, restored.Seq, restored.IsNew));
        Assert.NotEqual(record.LogId, restored.LogId);
        Assert.Equal("a", await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("a", Cancellation));
        Assert.Equal("r", Assert.Single((await Rooms.ListAsync(new RoomFilter("g", "playing"), 10, null, Cancellation)).Rooms).RoomId);
        Assert.Equal("g 2", await Rooms.GetRulesAsync("r", Cancellation));
        var log = await Rooms.ReadLogAsync("r", 2, Cancellation);
        Assert.Equal((restored.LogId, 3L, false), (log.LogId, log.Head, log.IsComplete));
        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(restored, 3, "e4"), Cancellation));
        var next = await ClaimAsync("r", "a", "b");
        Assert.Equal((restored.Term + 1, restored.LogId, 4L, "s3"), (next.Term, next.LogId, next.Seq, Text(next.State)));
        Assert.Equal(["i1", "i2"], next.Applied.Select(Text));
        Assert.Equal(["a", "c"], next.Edges);
    }

    [Fact]
    public async Task RestoreAsync_WithTheLogsTail_CanBeReadAndTrimmedAsBefore()
    {
        var record = await ClaimAsync("r", null, "a");
        await store.ClearAsync();

        var restored = (await Rooms.RestoreAsync(Restore(record, "a", seq: 5) with { Tail = [Bytes("e3"), Bytes("e4"), Bytes("e5")] }, Cancellation))!;

        var log = await Rooms.ReadLogAsync("r", 2, Cancellation);
        Assert.Equal((restored.LogId, 5L, 3L, true), (log.LogId, log.Head, log.First, log.IsComplete));
        Assert.Equal(["e3", "e4", "e5"], log.Entries.Select(Text));
        Assert.False((await Rooms.ReadLogAsync("r", 1, Cancellation)).IsComplete);
        await Rooms.CommitAsync(Commit(restored, 5, "e6") with { KeepBytes = 7 }, Cancellation);
        Assert.Equal(["e4", "e5", "e6"], (await Rooms.ReadLogAsync("r", 3, Cancellation)).Entries.Select(Text)); // 8 bytes were one too many
    }

    [Fact]
    public async Task RestoreAsync_Repeated_IsTheSameRestore()
    {
        var record = await ClaimAsync("r", null, "a");
        await store.ClearAsync();
        var first = (await Rooms.RestoreAsync(Restore(record, "a", seq: 3), Cancellation))!;
        await Rooms.CommitAsync(Commit(first, 3, "e4"), Cancellation);

        var again = (await Rooms.RestoreAsync(Restore(record, "a", seq: 3), Cancellation))!;

        Assert.Equal((first.Term, first.LogId), (again.Term, again.LogId));
        Assert.Equal(4, (await Rooms.ReadLogAsync("r", 3, Cancellation)).Head); // what was committed since stands
    }

    [Fact]
    public async Task RestoreAsync_AnotherHistoryStandsThere_IsRefused()
    {
        var record = await ClaimAsync("r", null, "a");
        await store.ClearAsync();
        var newer = await ClaimAsync("r", null, "b");

        Assert.Null(await Rooms.RestoreAsync(Restore(record, "a", seq: 3), Cancellation));

        Assert.Equal("b", await Rooms.GetOwnerAsync("r", Cancellation));
        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(newer, 0, "e"), Cancellation));
        Assert.Empty(await Rooms.ListOwnedAsync("a", Cancellation));
    }

    [Fact]
    public async Task RestoreAsync_LaterOwnerHasRestored_IsRefused()
    {
        var old = await ClaimAsync("r", null, "a");
        var later = await ClaimAsync("r", "a", "b");
        await store.ClearAsync();
        Assert.NotNull(await Rooms.RestoreAsync(Restore(later, "b", seq: 3), Cancellation));

        Assert.Null(await Rooms.RestoreAsync(Restore(old, "a", seq: 3), Cancellation));

        Assert.Equal("b", await Rooms.GetOwnerAsync("r", Cancellation));
    }

    [Fact]
    public async Task RestoreAsync_EarlierOwnerHasRestored_TheLaterOneWins()
    {
        var old = await ClaimAsync("r", null, "a");
        var later = await ClaimAsync("r", "a", "b");
        await store.ClearAsync();
        var wrong = (await Rooms.RestoreAsync(Restore(old, "a", seq: 1), Cancellation))!;

        var restored = (await Rooms.RestoreAsync(Restore(later, "b", seq: 5), Cancellation))!;

        Assert.Equal(("b", 5L), (await Rooms.GetOwnerAsync("r", Cancellation), (await Rooms.ReadLogAsync("r", 5, Cancellation)).Head));
        Assert.NotEqual(wrong.LogId, restored.LogId);
        Assert.NotEqual(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(wrong, 1, "e"), Cancellation));
        Assert.Equal(["r"], await Rooms.ListOwnedAsync("b", Cancellation));
    }

    [Fact]
    public async Task RestoreAsync_StoreHasGoneBackInTime_WritesTheNewerStateBack()
    {
        // What a promoted replica looks like that lacks the takeover and the last writes.
        var old = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(old, 0, "e1") with { State = Bytes("s1") }, Cancellation);
        var owner = await ClaimAsync("r", "a", "b");
        await store.Raw.HashSetAsync("{room:instance:r}:meta", "term", old.Term);
        await store.Raw.StringSetAsync("room:instance:r", "a");
        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(owner, 1, "e2"), Cancellation));

        var restored = (await Rooms.RestoreAsync(Restore(owner, "b", seq: 2), Cancellation))!;

        Assert.Equal((owner.Term + 1, "b"), (restored.Term, await Rooms.GetOwnerAsync("r", Cancellation)));
        Assert.NotEqual(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(old, 1, "twin"), Cancellation));
    }

    [Fact]
    public async Task ListAsync_IndexNamesRoomsThatAreGone_MendsIt()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0) with { Summary = Summary("g", "waiting") }, Cancellation);
        await store.Raw.SortedSetAddAsync("game-server:rooms", "gone", 1_000);
        await store.Raw.SortedSetAddAsync("game-server:rooms", "in the making", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

        Assert.Equal("r", Assert.Single((await Rooms.ListAsync(RoomFilter.All, 10, null, Cancellation)).Rooms).RoomId);

        Assert.Equal(["in the making", "r"], (await store.Raw.SortedSetRangeByRankAsync("game-server:rooms")).Select(v => v.ToString()).Order());
    }

    [Fact]
    public async Task ClaimAsync_RoomDeletedAndMadeAtOnce_StaysListed()
    {
        var other = await OpenAsync();
        for (var round = 0; round < 100; round++)
        {
            var record = await ClaimAsync("r", null, "a");
            var delete = Rooms.DeleteAsync("r", record.Term, record.LogId, "a", Cancellation).AsTask();
            ClaimResult claim;
            do
                claim = await other.ClaimAsync("r", null, "b", ClaimMode.OrCreate, Cancellation);
            while (claim.Outcome == ClaimOutcome.Held);
            await delete;

            await Eventually.TrueAsync(
                async () => await store.Raw.SortedSetScoreAsync("game-server:rooms", "r") is not null, "the room that was made last is listed");
            Assert.Equal(["r"], await other.ListOwnedAsync("b", Cancellation));
            Assert.True(await other.DeleteAsync("r", claim.Record!.Term, claim.Record.LogId, "b", Cancellation));
        }
    }

    private async Task<List<(long Term, string Claimer, string? From)>> ClaimAtWillAsync(int number)
    {
        var rooms = await OpenAsync();
        var won = new List<(long, string, string?)>();
        for (var i = 0; i < 25; i++)
        {
            var claimer = $"i{number}-{i}";
            var owner = await rooms.GetOwnerAsync("r", Cancellation);
            var claim = await rooms.ClaimAsync("r", owner, claimer, ClaimMode.OrCreate, Cancellation);
            if (claim.Record is { } record)
                won.Add((record.Term, claimer, owner));
        }
        return won;
    }

    // Owns the room by turns with others, and writes until it is refused.
    private async Task<List<(string Event, long Seq)>> OwnAndWriteAsync(int number)
    {
        var rooms = await OpenAsync();
        var random = new Random(number);
        var acked = new List<(string, long)>();
        for (var i = 0; i < 15; i++)
        {
            var owner = await rooms.GetOwnerAsync("r", Cancellation);
            if ((await rooms.ClaimAsync("r", owner, $"i{number}", ClaimMode.OrCreate, Cancellation)).Record is not { } record)
                continue;
            var seq = record.Seq;
            for (var c = 0; c < 10; c++)
            {
                string[] events = [.. Enumerable.Range(1, random.Next(1, 4)).Select(e => $"{record.Term}:{number}:{seq + e}")];
                if (await rooms.CommitAsync(Commit(record, seq, events) with { KeepEvents = 100_000 }, Cancellation) != CommitOutcome.Committed)
                    break;
                foreach (var e in events)
                    acked.Add((e, ++seq));
            }
        }
        return acked;
    }

    private static RoomRestore Restore(RoomRecord record, string owner, long seq) =>
        new("r", owner, record.Term, record.LogId, seq, 1_700_000_000_000, Bytes($"s{seq}"), Summary("g", "playing") with { Rules = "g 2" }, ["a", "c"])
        {
            Applied = [Bytes("i1"), Bytes("i2")],
        };

    private async Task<string[]> KeysAsync()
    {
        var keys = new List<string>();
        foreach (var server in store.Servers)
        {
            await foreach (var key in server.KeysAsync())
                keys.Add(key.ToString());
        }
        keys.Sort(StringComparer.Ordinal);
        return [.. keys];
    }
}
