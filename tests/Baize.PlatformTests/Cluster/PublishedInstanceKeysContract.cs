using System.Text.Json;
using Baize.Cluster.Instances;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

/// <summary>The registry's published keys (docs/protocol.md, section 1): what others read, and what others may have written.</summary>
public abstract class PublishedInstanceKeysContract(StoreFixture store) : InstanceRegistryContract
{
    internal override async Task<IInstanceRegistry> OpenAsync()
    {
        await store.ClearAsync();
        return await store.OpenRegistryAsync();
    }

    [Fact]
    public async Task RenewAsync_PlainCommands_SeeThePublishedKeys()
    {
        var record = Instance("1-1700000000", port: 8081) with { MachineId = 1, Connections = 12, Rooms = 5, Version = "0.1.0", Pid = 99, HeartbeatAt = 1_700_000_001_000 };

        await Registry.RenewAsync(record, TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(["1-1700000000"], (await store.Raw.SetMembersAsync("game-server:instances")).Select(v => v.ToString()));
        using var json = JsonDocument.Parse((await store.Raw.StringGetAsync("game-server:instances:1-1700000000")).ToString());
        Assert.Equal(
            """{"instance_id":"1-1700000000","address":"10.0.0.1","port":8081,"registered_at":1700000000,"machine_id":1,"state":"active","connections":12,"rooms":5,"version":"0.1.0","pid":99,"heartbeat_at":1700000001000}""",
            JsonSerializer.Serialize(json.RootElement));
        Assert.InRange((await store.Raw.KeyTimeToLiveAsync("game-server:instances:1-1700000000"))!.Value.TotalSeconds, 25, 30);
    }

    [Fact]
    public async Task UnregisterAsync_PlainCommands_SeeNothingLeft()
    {
        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);

        await Registry.UnregisterAsync("a", Cancellation);

        Assert.False(await store.Raw.KeyExistsAsync("game-server:instances"));
        Assert.False(await store.Raw.KeyExistsAsync("game-server:instances:a"));
    }

    [Fact]
    public async Task ListAsync_RecordOfAnotherProgram_IsListed()
    {
        await store.Raw.SetAddAsync("game-server:instances", "legacy");
        await store.Raw.StringSetAsync(
            "game-server:instances:legacy",
            """{"instance_id":"legacy","address":"game-3.internal","port":8081,"registered_at":1700000000,"weight":3,"state":null}""");

        var record = Assert.Single(await Registry.ListAsync(Cancellation));

        Assert.Equal(new InstanceRecord("legacy", "game-3.internal", 8081, 1_700_000_000), record);
        Assert.Equal(new Uri("http://game-3.internal:8081/"), record.BaseAddress());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"instance_id":"other","address":"10.0.0.1","port":1}""")]
    [InlineData("""{"instance_id":"x","address":"","port":1}""")]
    [InlineData("""{"instance_id":"x","address":null,"port":1}""")]
    [InlineData("""{"instance_id":"x","address":"a b/c","port":1}""")]
    [InlineData("""{"instance_id":"x","address":"10.0.0.1","port":0}""")]
    [InlineData("""{"instance_id":"x","address":"10.0.0.1","port":65536}""")]
    [InlineData("""{"instance_id":"x","address":"10.0.0.1","port":"eighty"}""")]
    public async Task ListAsync_GarbageRecord_IsPassedOver(string garbage)
    {
        await Registry.RenewAsync(Instance("good"), Lasting, Cancellation);
        await store.Raw.SetAddAsync("game-server:instances", "x");
        await store.Raw.StringSetAsync("game-server:instances:x", garbage);

        Assert.Equal("good", Assert.Single(await Registry.ListAsync(Cancellation)).InstanceId);
        Assert.Null(await Registry.GetAsync("x", Cancellation));
        Assert.Empty(await Registry.SweepAsync(Cancellation)); // it is not ours to judge what stands there
    }

    [Fact]
    public async Task ListAsync_KeyOfAnotherType_DoesNotHideTheOthers()
    {
        await Registry.RenewAsync(Instance("good"), Lasting, Cancellation);
        await store.Raw.SetAddAsync("game-server:instances", ["good:rooms", "", "no such"]);
        await store.Raw.SetAddAsync("game-server:instances:good:rooms", "room");

        Assert.Equal("good", Assert.Single(await Registry.ListAsync(Cancellation)).InstanceId);
        Assert.Equal(["", "no such"], (await Registry.SweepAsync(Cancellation)).Order());
    }

    [Fact]
    public async Task SweepAsync_WhileTheInstanceComesBack_NeverLosesIt()
    {
        var others = new List<IInstanceRegistry>();
        for (var i = 0; i < 3; i++)
            others.Add(await store.OpenRegistryAsync());
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            await store.Raw.SetAddAsync("game-server:instances", "a");
            await store.Raw.KeyDeleteAsync("game-server:instances:a"); // as if it had expired

            var sweeps = others.ConvertAll(o => o.SweepAsync(Cancellation).AsTask());
            if (round % 2 == 0)
            {
                await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);
            }
            else
            {
                // What a renewal does, at any moment of the sweep: between its look and its removal too.
                Thread.SpinWait(random.Next(20_000));
                await store.Raw.StringSetAsync("game-server:instances:a", "{}");
                await store.Raw.SetAddAsync("game-server:instances", "a");
            }
            await Task.WhenAll(sweeps);

            Assert.True(await store.Raw.SetContainsAsync("game-server:instances", "a"), $"Round {round}: alive, and not listed.");
        }
    }
}
