using System.Globalization;
using Baize.Cluster.Rooms;

namespace Baize.PlatformTests.Cluster;

/// <summary>Commits and the log.</summary>
public abstract partial class RoomStoreContract
{
    [Fact]
    public async Task CommitAsync_SeveralInARow_AppendToTheLog()
    {
        var record = await ClaimAsync("r", null, "a");

        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(record, 0, "e1"), Cancellation));
        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(Commit(record, 1, "e2", "e3"), Cancellation));

        var log = await Rooms.ReadLogAsync("r", 0, Cancellation);
        Assert.Equal((record.LogId, 3L, 1L, true), (log.LogId, log.Head, log.First, log.IsComplete));
        Assert.Equal(["e1", "e2", "e3"], log.Entries.Select(Text));
    }

    [Fact]
    public async Task CommitAsync_BinaryEntries_ComeBackAsTheyWere()
    {
        var record = await ClaimAsync("r", null, "a");
        byte[] entry = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];

        await Rooms.CommitAsync(new RoomCommit("r", record.Term, record.LogId, 0, [entry, default, entry]) { State = entry, Applied = [entry] }, Cancellation);

        Assert.Equal([entry, [], entry], (await Rooms.ReadLogAsync("r", 0, Cancellation)).Entries.Select(e => e.ToArray()));
        var next = await ClaimAsync("r", "a", "b");
        Assert.Equal(entry, next.State.ToArray());
        Assert.Equal(entry, Assert.Single(next.Applied).ToArray());
    }

    [Fact]
    public async Task CommitAsync_OldTerm_IsFenced()
    {
        var old = await ClaimAsync("r", null, "a");
        await ClaimAsync("r", "a", "b");

        Assert.Equal(CommitOutcome.Fenced, await Rooms.CommitAsync(Commit(old, 0, "e") with { State = Bytes("s") }, Cancellation));

        var log = await Rooms.ReadLogAsync("r", 0, Cancellation);
        Assert.Equal((0L, 0), (log.Head, log.Entries.Count));
        Assert.True((await ClaimAsync("r", "b", "c")).State.IsEmpty);
    }

    [Fact]
    public async Task CommitAsync_NoRecordOrAnotherHistory_IsLost()
    {
        var record = await ClaimAsync("r", null, "a");

        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(record, 0, "e") with { RoomId = "r2" }, Cancellation));
        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(record, 0, "e") with { LogId = "other" }, Cancellation));
        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(record, 0, "e") with { Term = record.Term + 1 }, Cancellation));
        Assert.Equal(CommitOutcome.Lost, await Rooms.CommitAsync(Commit(record, 1, "e"), Cancellation));
        Assert.Equal(0, (await Rooms.ReadLogAsync("r", 0, Cancellation)).Head);
        Assert.Null((await Rooms.ReadLogAsync("r2", 0, Cancellation)).LogId);
    }

    [Fact]
    public async Task CommitAsync_RepeatedAsAfterATimeout_TakesEffectOnce()
    {
        var record = await ClaimAsync("r", null, "a");
        var commit = Commit(record, 0, "e1", "e2") with { Applied = [Bytes("i1")], State = Bytes("s1") };
        await Rooms.CommitAsync(commit, Cancellation);

        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(commit, Cancellation));

        Assert.Equal(2, (await Rooms.ReadLogAsync("r", 0, Cancellation)).Entries.Count);
        Assert.Single((await ClaimAsync("r", "a", "b")).Applied);
    }

    [Fact]
    public async Task CommitAsync_WithoutEventsRepeated_TakesEffectOnce()
    {
        var record = await ClaimAsync("r", null, "a");
        var commit = Commit(record, 0) with { Applied = [Bytes("i1")] };
        await Rooms.CommitAsync(commit, Cancellation);

        Assert.Equal(CommitOutcome.Committed, await Rooms.CommitAsync(commit, Cancellation));

        Assert.Single((await ClaimAsync("r", "a", "b")).Applied);
    }

    [Fact]
    public async Task CommitAsync_DelayedBehindALaterOne_ChangesNothing()
    {
        var record = await ClaimAsync("r", null, "a");
        var delayed = Commit(record, 0) with { State = Bytes("old"), Edges = ["old"] };
        await Rooms.CommitAsync(Commit(record, 0) with { State = Bytes("new"), Edges = ["new"] }, Cancellation);

        await Rooms.CommitAsync(delayed, Cancellation);

        var next = await ClaimAsync("r", "a", "b");
        Assert.Equal(("new", "new"), (Text(next.State), Assert.Single(next.Edges)));
    }

    [Fact]
    public async Task CommitAsync_OnlyWhatChanged_LeavesTheRest()
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, "e1") with { State = Bytes("s"), Edges = ["a", "b"], Summary = Summary("g", "waiting", "{\"x\":1}") }, Cancellation);

        await Rooms.CommitAsync(Commit(record, 1, "e2"), Cancellation);
        await Rooms.CommitAsync(Commit(record, 2) with { Edges = [] }, Cancellation);

        Assert.Equal("{\"x\":1}", Text((await Rooms.GetAsync("r", Cancellation))!.Info));
        var next = await ClaimAsync("r", "a", "c");
        Assert.Equal(("s", 2L, 0), (Text(next.State), next.Seq, next.Edges.Count));
    }

    [Fact]
    public async Task CommitAsync_TwentyThousandEventsAndIds_AreTakenAtOnce()
    {
        var record = await ClaimAsync("r", null, "a");
        var many = Enumerable.Range(1, 20_000).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();

        var outcome = await Rooms.CommitAsync(
            Commit(record, 0, many) with { Applied = Array.ConvertAll(many, Bytes), KeepEvents = 15_000, State = Bytes("s") }, Cancellation);

        Assert.Equal(CommitOutcome.Committed, outcome);
        var log = await Rooms.ReadLogAsync("r", 5_000, Cancellation);
        Assert.True(log.IsComplete);
        Assert.Equal(many[5_000..], log.Entries.Select(Text));
        var next = await ClaimAsync("r", "a", "b");
        Assert.Equal(many[^1024..], next.Applied.Select(Text));
        Assert.Equal((20_000L, "s"), (next.Seq, Text(next.State)));
    }

    [Theory]
    // after, complete, first, entries: of a log that holds 6 … 10
    [InlineData(10, true, 11, 0)]
    [InlineData(9, true, 10, 1)]
    [InlineData(6, true, 7, 4)]
    [InlineData(5, true, 6, 5)]
    [InlineData(4, false, 6, 5)]
    [InlineData(0, false, 6, 5)]
    [InlineData(-1, false, 6, 5)]
    [InlineData(long.MinValue, false, 6, 5)]
    [InlineData(11, false, 11, 0)]
    [InlineData(long.MaxValue, false, 11, 0)]
    public async Task ReadLogAsync_TrimmedLog_SaysWhetherAnyIsMissing(long after, bool isComplete, long first, int entries)
    {
        var record = await ClaimAsync("r", null, "a");
        await Rooms.CommitAsync(Commit(record, 0, "1", "2", "3", "4") with { KeepEvents = 5 }, Cancellation);
        await Rooms.CommitAsync(Commit(record, 4, "5", "6", "7", "8", "9", "10") with { KeepEvents = 5 }, Cancellation);

        var log = await Rooms.ReadLogAsync("r", after, Cancellation);

        Assert.Equal((isComplete, 10L, first), (log.IsComplete, log.Head, log.First));
        Assert.Equal(Enumerable.Range((int)first, entries).Select(i => i.ToString(CultureInfo.InvariantCulture)), log.Entries.Select(Text));
    }

    [Fact]
    public async Task ReadLogAsync_NewAndUnknownRooms_AreToldApart()
    {
        var record = await ClaimAsync("r", null, "a");

        var fresh = await Rooms.ReadLogAsync("r", 0, Cancellation);
        Assert.Equal((record.LogId, 0L, 1L, true), (fresh.LogId, fresh.Head, fresh.First, fresh.IsComplete));
        var unknown = await Rooms.ReadLogAsync("r2", 0, Cancellation);
        Assert.Equal((null, 0L, false), (unknown.LogId, unknown.Head, unknown.IsComplete));
    }

    [Fact]
    public async Task CommitAsync_MoreBytesThanKept_TrimsFromTheOldest()
    {
        var record = await ClaimAsync("r", null, "a");
        var big = new string('x', 100);
        var seq = 0L;
        async Task<LogSlice> AppendAsync(params string[] events)
        {
            await Rooms.CommitAsync(Commit(record, seq, events) with { KeepBytes = 350 }, Cancellation);
            seq += events.Length;
            return await Rooms.ReadLogAsync("r", 0, Cancellation);
        }

        Assert.Equal(3, (await AppendAsync(big, big, big)).Entries.Count); // 300
        Assert.Equal(5, (await AppendAsync("x", "y")).Entries.Count); // 302
        var trimmed = await AppendAsync(big); // 402 - 100
        Assert.Equal((2L, 5), (trimmed.First, trimmed.Entries.Count));
        Assert.Equal(new string('z', 1000), Text(Assert.Single((await AppendAsync(new string('z', 1000))).Entries))); // the newest, whatever its size
        Assert.Equal(["1", "2", "3"], (await AppendAsync("1", "2", "3")).Entries.Select(Text));
        Assert.Equal(6, (await AppendAsync(big, big, big)).Entries.Count); // 303: the count of bytes has not drifted
    }

    [Fact]
    public async Task CommitAsync_ManyRandomSizes_KeepsWhatFitsAndLittleMore()
    {
        var record = await ClaimAsync("r", null, "a");
        var random = new Random(7);
        var all = new List<string>();
        for (var round = 0; round < 60; round++)
        {
            var events = Enumerable.Range(0, random.Next(1, 12)).Select(_ => new string((char)('a' + random.Next(26)), random.Next(0, 60))).ToArray();
            await Rooms.CommitAsync(Commit(record, all.Count, events) with { KeepEvents = 20, KeepBytes = 400 }, Cancellation);
            all.AddRange(events);

            var kept = all.Count;
            while (kept > all.Count - 20 && kept > 0 && (kept == all.Count || all.Skip(kept - 1).Sum(e => e.Length) <= 400))
                kept--;
            var log = (await Rooms.ReadLogAsync("r", 0, Cancellation)).Entries.Select(Text).ToList();
            Assert.Equal(all.TakeLast(log.Count), log);
            Assert.InRange(log.Count, all.Count - kept, 20 + 20 / 8);
            Assert.True(log.Count == 1 || log.Sum(e => e.Length) <= 400);
        }
    }
}
