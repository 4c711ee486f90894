using System.Globalization;
using System.Text;
using Baize.Cluster;
using Baize.Cluster.Redis;
using Baize.Cluster.Rooms;
using Baize.PlatformTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.PlatformTests.Cluster;

/// <summary>Commits whose connection is cut at any moment: an event that was to be written stands in the log exactly once.</summary>
public sealed class CutConnectionTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task CommitAsync_ConnectionCutAtRandomAndRepeated_EveryEventIsInTheLogOnce(int seed)
    {
        await redis.ClearAsync();
        await using var proxyOfA = new CuttingProxy(redis.Redis.Port, "EVALSHA", seed);
        await using var proxyOfB = new CuttingProxy(redis.Redis.Port, "EVALSHA", -seed);
        await using var linksOfA = await RedisLinks.ConnectAsync(proxyOfA.Endpoint, "a", NullLogger<RedisLinks>.Instance, Cancellation);
        await using var linksOfB = await RedisLinks.ConnectAsync(proxyOfB.Endpoint, "b", NullLogger<RedisLinks>.Instance, Cancellation);
        proxyOfA.Danger = proxyOfB.Danger = 0.3;

        List<(string Event, long Seq)> ackedToA = [], ackedToB = [];
        // How often each loses the room to the other, and so how little a turn comes to, is chance.
        bool IsTried() => proxyOfA.Cuts + proxyOfB.Cuts > 20 && ackedToA.Count + ackedToB.Count > 40;
        await Task.WhenAll(
            Task.Run(() => OwnAndWriteAsync("a", StoreFixture.Rooms(linksOfA), new Random(seed * 31), ackedToA, IsTried), Cancellation),
            Task.Run(() => OwnAndWriteAsync("b", StoreFixture.Rooms(linksOfB), new Random(seed * 37), ackedToB, IsTried), Cancellation));

        var rooms = await redis.OpenRoomsAsync();
        var log = await rooms.ReadLogAsync("r", 0, Cancellation);
        var events = log.Entries.Select(e => Encoding.UTF8.GetString(e.Span)).ToList();
        Assert.True(log.IsComplete);
        Assert.Equal(events.Count, events.Distinct().Count());
        Assert.All(ackedToA.Concat(ackedToB), a => Assert.Equal(a.Event, events[(int)a.Seq - 1]));
        var applied = (await rooms.ClaimAsync("r", await rooms.GetOwnerAsync("r", Cancellation), "c", ClaimMode.Existing, Cancellation)).Record!.Applied;
        Assert.Equal(applied.Count, applied.Select(a => Encoding.UTF8.GetString(a.Span)).Distinct().Count());
        Assert.True(IsTried(), $"Only {proxyOfA.Cuts + proxyOfB.Cuts} cuts, and {ackedToA.Count + ackedToB.Count} events were acknowledged.");
    }

    // Twelve turns, and as many more as it takes.
    private static async Task OwnAndWriteAsync(string instance, IRoomStore rooms, Random random, List<(string Event, long Seq)> acked, Func<bool> isTried)
    {
        var number = 0;
        var started = TimeProvider.System.GetTimestamp();
        for (var turn = 0; turn < 12 || (!isTried() && TimeProvider.System.GetElapsedTime(started) < Eventually.Deadline); turn++)
        {
            var record = await ClaimAsync(instance, rooms);
            var seq = record.Seq;
            for (var c = 0; c < 12; c++)
            {
                string[] events = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => string.Create(CultureInfo.InvariantCulture, $"{instance}:{record.Term}:{number++}"))];
                var commit = new RoomCommit("r", record.Term, record.LogId, seq, Array.ConvertAll(events, Bytes))
                {
                    Applied = [Bytes(string.Create(CultureInfo.InvariantCulture, $"{instance}{number++}"))],
                    KeepEvents = 100_000,
                };
                var outcome = await PersistAsync(async () => await rooms.CommitAsync(commit, Cancellation));
                if (outcome == CommitOutcome.Fenced)
                    break;
                Assert.Equal(CommitOutcome.Committed, outcome);
                foreach (var e in events)
                    acked.Add((e, ++seq));
            }
        }
    }

    // As a process would: whoever holds it, it is ours now. A claim whose answer was lost makes us the owner that we expect.
    private static async Task<RoomRecord> ClaimAsync(string instance, IRoomStore rooms)
    {
        while (true)
        {
            var claim = await PersistAsync(async () =>
                await rooms.ClaimAsync("r", await rooms.GetOwnerAsync("r", Cancellation), instance, ClaimMode.OrCreate, Cancellation));
            if (claim.Record is { } record)
                return record;
        }
    }

    private static async Task<T> PersistAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call().WaitAsync(Eventually.Deadline, Cancellation);
            }
            catch (ClusterUnavailableException)
            {
                await Task.Delay(10, Cancellation);
            }
        }
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
