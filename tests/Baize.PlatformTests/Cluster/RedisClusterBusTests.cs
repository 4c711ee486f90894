using Baize.Cluster.Bus;
using Baize.Cluster.Redis;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisClusterBusTests(RedisClusterFixture cluster) : BusContract(cluster), IClassFixture<RedisClusterFixture>
{
    [Fact]
    public async Task Receive_HandlerStuckAndTooMuchUnread_DropsAndTells()
    {
        var b = await StartAsync("b");
        using var stuck = new ManualResetEventSlim();
        b.Handler.OnEachPost = _ => stuck.Wait(Eventually.Deadline);
        var head = BusBatch.Head("x");
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        System.Buffers.BuffersExtensions.Write(writer, head);
        BusBatch.Append(writer, BusEntryType.Post, 1, 0, [1]);
        var message = writer.WrittenMemory.ToArray();
        const int Sent = RedisBus.MaxUnread + 5_000;
        await Task.WhenAll(Enumerable.Range(0, Sent).Select(_ => cluster.Raw.PublishAsync(cluster.BusOf("b"), message)));
        await Eventually.TrueAsync(() => b.Unread == Sent - 1, "the reader is stuck and all the rest waits");

        stuck.Set();

        await Eventually.TrueAsync(() => b.Handler.Reconnections == 1, "the loss is told");
        await Eventually.TrueAsync(() => b.Handler.Posts.Count + b.Meters["baize.bus.dropped"] == Sent, "all are accounted for");
        Assert.True(b.Meters["baize.bus.dropped"] > RedisBus.MaxUnread / 2);
    }
}
