using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The channels of the bus.</summary>
internal static class RedisChannels
{
    /// <summary>
    /// The channel of one instance. On Redis Cluster a sharded one: there a plain PUBLISH counts the receivers of one node only,
    /// and a count of 0 would speak of instances that live.
    /// </summary>
    public static RedisChannel Of(IConnectionMultiplexer redis, RedisKeys keys, string instanceId)
    {
        var name = keys.Bus(instanceId);
        foreach (var server in redis.GetServers())
        {
            if (server.ServerType == ServerType.Cluster)
                return RedisChannel.Sharded(name);
        }
        return RedisChannel.Literal(name);
    }

    /// <summary>Publishes; the number of receivers. An asynchronous method, so that what the client throws at once comes as an answer too.</summary>
    public static async Task<long> PublishAsync(IConnectionMultiplexer redis, RedisChannel channel, RedisValue message) =>
        await redis.GetSubscriber().PublishAsync(channel, message, RedisCalls.Master);
}
