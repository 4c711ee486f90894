using Baize.Cluster.Redis;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

/// <summary>Two game servers on a Redis of the test's: a member of each, in one room.</summary>
internal static class TwoInstances
{
    public static async Task TalkAsync(RedisAddress redis)
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings
        {
            Instances = 2,
            WithoutApi = true,
            Environment = Variables(redis),
        });
        await using var anna = await GameClient.ConnectAsync(platform.Servers[0].Port);
        await using var ben = await GameClient.ConnectAsync(platform.Servers[1].Port);
        await anna.JoinAsync("two");
        await ben.JoinAsync("two");
        await ben.SayAsync("two", new { text = "hello" });
        await anna.WaitForAsync(e => e.Text("text") == "hello", "the other's message");
        platform.AssertNoFaults();
    }

    /// <summary>What a process is told of a Redis.</summary>
    public static Dictionary<string, string?> Variables(RedisAddress redis) => new()
    {
        ["REDIS_CONNECTION"] = redis.Connection,
        ["REDIS_KEY_PREFIX"] = redis.KeyPrefix,
        ["REDIS_CA_FILE"] = redis.CaFile,
        ["REDIS_CERT_FILE"] = redis.CertFile,
        ["REDIS_KEY_FILE"] = redis.KeyFile,
    };
}
