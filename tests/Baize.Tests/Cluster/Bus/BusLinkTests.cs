using System.Collections.Concurrent;
using Baize.Cluster.Bus;

namespace Baize.Tests.Cluster.Bus;

public sealed class BusLinkTests
{
    private readonly List<byte[]> _published = [];
    private readonly List<BusFlush> _landed = [];
    private readonly Queue<TaskCompletionSource<long?>> _underWay = new();
    private readonly BusLink _link;
    private int _closed;

    public BusLinkTests() => _link = new BusLink(BusBatch.Head("me"), Publish, _landed.Add, _ => _closed++);

    [Fact]
    public void Send_Idle_GoesAtOnce()
    {
        _link.Send(BusEntryType.Post, 1, 0, [10]);

        Assert.Equal([[10]], Bodies(Assert.Single(_published)));
    }

    [Fact]
    public void Send_WhileOneIsUnderWay_GathersForTheNext()
    {
        for (byte i = 1; i <= 4; i++)
            _link.Send(BusEntryType.Post, 1, 0, [i]);
        Assert.Single(_published);

        Land(1);

        Assert.Equal([[[1]], [[2], [3], [4]]], _published.Select(Bodies));
        Land(1);
        Assert.Equal(2, _published.Count); // nothing waits: nothing goes
        _link.Send(BusEntryType.Post, 1, 0, [5]);
        Assert.Equal([[5]], Bodies(_published[2]));
        Assert.Equal([(1L, 1), (1L, 3)], _landed.Select(l => (l.Receivers!.Value, l.Entries)));
    }

    [Fact]
    public void Send_Requests_AreNamedToWhoeverHearsOfTheBatch()
    {
        _link.Send(BusEntryType.Request, 1, 41, []);
        _link.Send(BusEntryType.Post, 1, 0, []);
        _link.Send(BusEntryType.Echo, 1, 42, []);
        _link.Send(BusEntryType.Reply, 1, 43, []);
        Land(3);
        Land(null);

        Assert.Equal(new long?[] { 3, null }, _landed.Select(l => l.Receivers));
        Assert.Equal([[41UL], [42UL]], _landed.Select(l => l.Requests));
    }

    [Fact]
    public void Send_OverTheBound_IsRefusedUntilTheBatchHasLanded()
    {
        var half = new byte[BusLink.MaxWaiting / 2 - 100];
        Assert.Equal(BusSend.Taken, _link.Send(BusEntryType.Post, 1, 0, [1])); // under way
        Assert.Equal(BusSend.Taken, _link.Send(BusEntryType.Post, 1, 0, half));
        Assert.Equal(BusSend.Taken, _link.Send(BusEntryType.Post, 1, 0, half));

        Assert.Equal(BusSend.Full, _link.Send(BusEntryType.Post, 1, 0, half));
        Assert.Equal(BusSend.Taken, _link.Send(BusEntryType.Post, 1, 0, [2])); // a small one still fits

        Land(1);
        Assert.Equal(BusSend.Taken, _link.Send(BusEntryType.Post, 1, 0, half));
        Land(1);
        Assert.Equal([1, 3, 1], _published.Select(p => Bodies(p).Count));
    }

    [Fact]
    public void Send_PublishFailed_GoesOnWithTheNext()
    {
        _link.Send(BusEntryType.Post, 1, 0, [1]);
        _link.Send(BusEntryType.Post, 1, 0, [2]);

        Land(null);
        Land(1);
        _link.Send(BusEntryType.Post, 1, 0, [3]);

        Assert.Equal([[[1]], [[2]], [[3]]], _published.Select(Bodies));
        Assert.Equal(0, _closed);
    }

    [Fact]
    public void Send_NobodyListensAndNothingWaits_ClosesTheLink()
    {
        _link.Send(BusEntryType.Post, 1, 0, [1]);
        Land(0);

        Assert.Equal(1, _closed);
        Assert.Equal(BusSend.Closed, _link.Send(BusEntryType.Post, 1, 0, [2]));
        Assert.Single(_published);
    }

    [Fact]
    public void Send_NobodyListensButMoreWaits_SendsItBeforeAnythingElseMayOvertake()
    {
        _link.Send(BusEntryType.Post, 1, 0, [1]);
        _link.Send(BusEntryType.Post, 1, 0, [2]);

        Land(0);

        Assert.Equal(0, _closed);
        Assert.Equal(BusSend.Taken, _link.Send(BusEntryType.Post, 1, 0, [3]));
        Land(1); // it listens again
        Land(1);
        Assert.Equal([[[1]], [[2]], [[3]]], _published.Select(Bodies));
        Assert.Equal(0, _closed);
    }

    [Fact]
    public void Send_AfterALargeBatch_StartsSmallAgain()
    {
        _link.Send(BusEntryType.Post, 1, 0, new byte[4 * 1024 * 1024]);
        Land(1);
        for (byte i = 0; i < 3; i++)
        {
            _link.Send(BusEntryType.Post, 1, 0, [i]);
            Land(1);
        }

        Assert.InRange(_link.Kept, 1, BusLink.MaxKept * 2);
    }

    [Fact]
    public async Task Send_ManyThreads_NeverTwoPublishesAtOnceAndEachThreadsOrderIsKept()
    {
        var published = new ConcurrentQueue<byte[]>();
        int now = 0, most = 0;
        var link = new BusLink(
            BusBatch.Head("me"),
            async batch =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                published.Enqueue(batch.ToArray());
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return 1;
            },
            _ => { },
            _ => { });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
                Assert.Equal(BusSend.Taken, link.Send(BusEntryType.Post, (byte)thread, 0, BitConverter.GetBytes(i)));
        })));
        Assert.True(SpinWait.SpinUntil(() => published.Sum(p => Bodies(p).Count) == 20_000, TimeSpan.FromSeconds(20)), "Not all were published.");

        Assert.Equal(1, most);
        var entries = published.SelectMany(Entries).ToList();
        foreach (var thread in entries.GroupBy(e => e.Kind))
            Assert.Equal(Enumerable.Range(0, 5_000), thread.Select(e => BitConverter.ToInt32(e.Body)));
    }

    private Task<long?> Publish(ReadOnlyMemory<byte> batch)
    {
        _published.Add(batch.ToArray());
        _underWay.Enqueue(new TaskCompletionSource<long?>()); // continues on the test's own thread
        return _underWay.Peek().Task;
    }

    private void Land(long? receivers) => _underWay.Dequeue().SetResult(receivers);

    private static List<byte[]> Bodies(byte[] batch) => [.. Entries(batch).Select(e => e.Body)];

    private static List<(byte Kind, byte[] Body)> Entries(byte[] batch)
    {
        var rest = BusBatch.TryReadHead(batch, out var from)!.Value;
        Assert.Equal("me", from);
        var entries = new List<(byte, byte[])>();
        while (BusBatch.TryReadEntry(ref rest, out _, out var kind, out _, out var body))
            entries.Add((kind, body.ToArray()));
        Assert.True(rest.IsEmpty);
        return entries;
    }
}
