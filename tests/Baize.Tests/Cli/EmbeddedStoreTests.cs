using Baize.Store;
using StackExchange.Redis;

namespace Baize.Tests.Cli;

public sealed class EmbeddedStoreTests
{
    [Fact]
    public async Task Start_Twice_GivesTwoStoresThatShareNothing()
    {
        using var one = EmbeddedStore.Start();
        using var other = EmbeddedStore.Start();
        await using var first = await ConnectionMultiplexer.ConnectAsync(one.Connection);
        await using var second = await ConnectionMultiplexer.ConnectAsync(other.Connection);

        await first.GetDatabase().StringSetAsync("k", "v");

        Assert.Equal("v", await first.GetDatabase().StringGetAsync("k"));
        Assert.False(await second.GetDatabase().KeyExistsAsync("k"));
    }

    [Fact]
    public void Start_PortTaken_SaysWhich()
    {
        using var holder = EmbeddedStore.Start();

        var fault = Assert.Throws<IOException>(() => EmbeddedStore.Start(holder.Port));

        Assert.Contains(holder.Connection, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_Twice_FreesThePortOnce()
    {
        var store = EmbeddedStore.Start();
        store.Dispose();
        store.Dispose();

        using var next = EmbeddedStore.Start(store.Port);
        Assert.Equal(store.Port, next.Port);
    }

    [Fact]
    public async Task Scripts_FromManyConnections_AreAtomic()
    {
        using var store = EmbeddedStore.Start();
        const string increment = "redis.call('SET', KEYS[1], string.format('%d', tonumber(redis.call('GET', KEYS[1]) or '0') + 1)) return 1";
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(store.Connection);
            await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => connection.GetDatabase().ScriptEvaluateAsync(increment, ["n"])));
        }));

        await using var reader = await ConnectionMultiplexer.ConnectAsync(store.Connection);
        Assert.Equal(3000, (int)await reader.GetDatabase().StringGetAsync("n"));
    }

    [Fact]
    public async Task Records_BeyondThirtyMegabytes_AreAllKept() // a tighter bound on its memory drops records without a word
    {
        using var store = EmbeddedStore.Start();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(store.Connection);
        var database = connection.GetDatabase();
        var value = new byte[1000];

        foreach (var batch in Enumerable.Range(0, 30_000).Chunk(1000))
            await Task.WhenAll(batch.Select(i => database.StringSetAsync($"k{i}", value)));

        var kept = 0L;
        foreach (var batch in Enumerable.Range(0, 30_000).Chunk(1000))
            kept += await database.KeyExistsAsync([.. batch.Select(i => (RedisKey)$"k{i}")]);
        Assert.Equal(30_000, kept);
    }
}
