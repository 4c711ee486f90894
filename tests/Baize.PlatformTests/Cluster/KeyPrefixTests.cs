using Baize.Cluster.Redis;
using Baize.PlatformTests.Support;
using StackExchange.Redis;

namespace Baize.PlatformTests.Cluster;

/// <summary>Two platforms on one Redis.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class KeyPrefixTests
{
    [Fact]
    public async Task Platforms_OfOneRedisWithTwoPrefixes_DoNotSeeEachOther()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var green = await StartAsync(redis, "green:");
        await using var blue = await StartAsync(redis, "blue:"); // its API waits for exactly one instance, as green's did
        await using var inGreen = await GameClient.ConnectAsync(green.Servers[0].Port);
        await using var inBlue = await GameClient.ConnectAsync(blue.Servers[0].Port);
        await inGreen.JoinAsync("same");
        await inBlue.JoinAsync("same");

        await inGreen.SayAsync("same", new { text = "green" });
        await inBlue.SayAsync("same", new { text = "blue" });
        await redis.Database.PublishAsync(RedisChannel.Literal("green:game-server:broadcast"), """{"type":"lobby","data":{"text":"to green"}}""");
        await redis.Database.PublishAsync(RedisChannel.Literal("blue:game-server:broadcast"), """{"type":"lobby","data":{"text":"to blue"}}""");
        await inGreen.WaitForAsync(e => e.Text("text") == "to green", "its broadcast");
        await inBlue.WaitForAsync(e => e.Text("text") == "to blue", "its broadcast");

        Assert.Equal(["green", "to green"], Heard(inGreen));
        Assert.Equal(["blue", "to blue"], Heard(inBlue));
        var keys = ((string[])(await redis.Database.ExecuteAsync("KEYS", "*"))!).Concat((string[])(await redis.Database.ExecuteAsync("PUBSUB", "CHANNELS"))!).ToList();
        keys.Remove("__Booksleeve_MasterChanged"); // of the test's own connection
        Assert.All(keys, k => Assert.Matches("^\\{?(blue|green):", k));
        Assert.Equal(keys.Count(k => k.Contains("blue:", StringComparison.Ordinal)), keys.Count(k => k.Contains("green:", StringComparison.Ordinal)));
        green.AssertNoFaults();
        blue.AssertNoFaults();
    }

    private static Task<BaizePlatform> StartAsync(RedisProcess redis, string prefix) => BaizePlatform.StartAsync(new PlatformSettings
    {
        Instances = 1,
        Environment = TwoInstances.Variables(new RedisAddress(redis.Endpoint) { KeyPrefix = prefix }),
    });

    private static IEnumerable<string> Heard(GameClient client) =>
        client.Events.Select(e => e.Text("text")).OfType<string>().Where(t => t.Length > 0);
}
