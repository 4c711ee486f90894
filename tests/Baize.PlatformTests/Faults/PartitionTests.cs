using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>One instance alone is cut off from Redis while its clients stay connected to it.</summary>
[Collection(MeasuredTests.Name)]
public sealed class PartitionTests
{
    [Fact]
    public async Task Partition_OfOneInstance_ItsRoomsMoveAndItsClientsAreToldAndFollow()
    {
        await using var network = await RedisNetwork.CreateAsync();
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, Instances = 2, Network = network });
        var victim = platform.StartServer(("REDIS_CONNECTION", $"{network.AddressToCut}:{platform.Redis.Port}"));
        await victim.WaitUntilReadyAsync();

        // A client that stays where it is until it is told to go, and a crowd that comes back by itself.
        await using var client = await GameClient.ConnectAsync(victim.Port);
        await client.JoinAsync($"cut-{victim.Port}");
        await client.SayAsync($"cut-{victim.Port}", new { text = "before" });
        await using var crowd = await Crowd.StartAsync(platform, rooms: 20, members: 3);
        await crowd.LetTalkAsync(100);

        await network.CutAsync();
        var answer = await client.RequestAsync("message", $"cut-{victim.Port}", new { text = "during" }, id: "during");
        Assert.Equal("unavailable", answer.Code);
        var migrate = await client.WaitForAsync(e => e.Type == "migrate", "migrate");
        Assert.Equal("isolated", migrate.Text("reason"));
        Assert.Equal(1001, await client.WaitForCloseAsync());

        // It follows its room: joined elsewhere, with all it had said and been acked.
        await using var again = await GameClient.ConnectAsync(platform.Servers[0].Port, client.UserId);
        var joined = await again.JoinAsync($"cut-{victim.Port}", new { log = client.Room($"cut-{victim.Port}").Log, seq = client.Room($"cut-{victim.Port}").Position });
        Assert.True(joined.Data.GetProperty("recovered").GetBoolean());
        await again.SayAsync($"cut-{victim.Port}", new { text = "during" }, id: "during");
        Assert.NotEqual(victim.InstanceId, await platform.OwnerAsync($"cut-{victim.Port}"));
        await crowd.LetTalkAsync(100);

        await network.MendAsync();
        await Eventually.TrueAsync(async () => (await platform.ListedAsync()).Contains(victim.InstanceId), "the instance is listed again");
        await victim.Process.WaitForHttpStatusAsync(platform.Http, new Uri(victim.Address, "health/ready"));
        await crowd.LetTalkAsync(100);
        await crowd.AssertHistoriesAsync();
        foreach (var room in crowd.Rooms)
            Assert.Contains(await platform.OwnerAsync(room.Key), platform.Servers.Select(s => s.InstanceId));
        platform.AssertNoFaults();
    }
}
