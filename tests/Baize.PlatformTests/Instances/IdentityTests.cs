using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Instances;

/// <summary>How instances are called and listed: protocol 1.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class IdentityTests
{
    [Fact]
    public async Task Start_SameMachineIdTwiceInOneSecond_GivesTwoIds()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 0, WithoutApi = true });

        var twins = Enumerable.Range(0, 3).Select(_ => platform.StartServer(("SERVER_MACHINE_ID", "7"))).ToList();
        await Task.WhenAll(twins.Select(t => t.WaitUntilReadyAsync()));

        Assert.Equal(3, twins.Select(t => t.InstanceId).Distinct().Count());
        Assert.All(twins, t => Assert.StartsWith("7-", t.InstanceId));
        await Eventually.TrueAsync(async () => (await platform.ListedAsync()).SetEquals(twins.Select(t => t.InstanceId)), "all three are listed");
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Record_OfARunningInstance_HasWhatTheContractSays()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 1, WithoutApi = true, HeartbeatInterval = 2, InstanceTtl = 9 });
        var server = platform.Servers[0];
        await using var client = await GameClient.ConnectAsync(server.Port);
        await client.JoinAsync("identity-1");
        var key = $"game-server:instances:{server.InstanceId}";

        await Eventually.TrueAsync(async () => (await RecordAsync()).GetProperty("connections").GetInt32() == 1, "the record counts the connection");

        var record = await RecordAsync();
        Assert.Equal(server.InstanceId, record.GetProperty("instance_id").GetString());
        Assert.Equal("127.0.0.1", record.GetProperty("address").GetString());
        Assert.Equal(server.Port, record.GetProperty("port").GetInt32());
        Assert.InRange(record.GetProperty("registered_at").GetInt64(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 120, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(1, record.GetProperty("machine_id").GetInt32());
        Assert.Equal("active", record.GetProperty("state").GetString());
        Assert.Equal(1, record.GetProperty("rooms").GetInt32());
        Assert.NotEmpty(record.GetProperty("version").GetString()!);
        var ttl = await platform.Redis.Database.KeyTimeToLiveAsync(key);
        Assert.InRange(ttl!.Value.TotalSeconds, 5, 9);

        async Task<JsonElement> RecordAsync() => JsonDocument.Parse((string)(await platform.Redis.Database.StringGetAsync(key))!).RootElement;
    }

    [Fact]
    public async Task Start_WithoutAnAddress_AdvertisesOneThatOthersCanReach()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 0, WithoutApi = true });

        var server = platform.StartServer(("SERVER_ADDRESS", null));
        await server.WaitUntilReadyAsync();

        using var record = JsonDocument.Parse((string)(await platform.Redis.Database.StringGetAsync($"game-server:instances:{server.InstanceId}"))!);
        var address = record.RootElement.GetProperty("address").GetString();
        Assert.NotEqual("0.0.0.0", address);
        using var answer = await platform.Http.GetAsync(new Uri($"http://{address}:{server.Port}/health/live"), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
