using Baize.PlatformTests.Support;
using StackExchange.Redis;

namespace Baize.PlatformTests.Cluster;

/// <summary>A process as the Redis user of <c>docs/deploy.md</c>, who may give only the commands listed there, on keys and channels of one prefix.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class AclTests(AclRedisFixture redis) : IClassFixture<AclRedisFixture>
{
    /// <summary>What the client tries of its own, and does without.</summary>
    private static readonly string[] NotNeeded = ["config"];

    [Fact]
    public async Task User_OfTheDeployPage_CanDoEverythingAndIsRefusedNothing()
    {
        await redis.ClearAsync();
        await redis.Redis.Database.ExecuteAsync("ACL", "LOG", "RESET");
        await redis.Redis.Database.ExecuteAsync("CONFIG", "RESETSTAT");

        await StoreInUse.UseAllAsync(redis);
        await TwoInstances.TalkAsync(redis.Address);

        var refused = (await redis.RefusedAsync()).Where(r => !NotNeeded.Any(n => r.Contains($"object {n}", StringComparison.Ordinal)));
        Assert.Empty(refused);
    }

    [Fact]
    public async Task User_OfTheDeployPage_CannotTouchOthers()
    {
        await redis.ClearAsync();
        await using var user = await ConnectionMultiplexer.ConnectAsync(redis.Address.Connection + ",allowAdmin=true");
        var database = user.GetDatabase();

        await Assert.ThrowsAsync<RedisServerException>(() => database.StringSetAsync("game-server:instances:x", "1"));
        await Assert.ThrowsAsync<RedisServerException>(() => database.StringSetAsync("blue:anything", "1")); // the prefix alone opens nothing
        await Assert.ThrowsAsync<RedisServerException>(() => database.PublishAsync(RedisChannel.Literal("game-server:broadcast"), "1"));
        await Assert.ThrowsAsync<RedisServerException>(() => database.ExecuteAsync("KEYS", "*"));
        Assert.True(await database.StringSetAsync("blue:game-server:instances:x", "1"));
    }

    [Fact]
    public async Task Commands_OfTheDeployPage_AreInRedis7AndSoInValkey()
    {
        // Valkey is Redis 7.2 and what came after in Valkey: what this server knows, and no module brings, is in both.
        Assert.StartsWith("7.", (await redis.Redis.Connection.GetServer(redis.Endpoint).InfoAsync("server")).SelectMany(s => s).Single(l => l.Key == "redis_version").Value, StringComparison.Ordinal);
        foreach (var command in AclRedisFixture.Rules.Where(r => r.StartsWith('+')).Select(r => r[1..]))
        {
            var info = (RedisResult[])(await redis.Redis.Database.ExecuteAsync("COMMAND", "INFO", command))!;
            Assert.False(info[0].IsNull, $"{command} is not in Redis 7.0.");
            Assert.DoesNotContain("module", ((RedisResult[])((RedisResult[])info[0]!)[2]!).Select(f => f.ToString()));
        }
    }
}
