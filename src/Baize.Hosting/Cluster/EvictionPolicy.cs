using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Baize.Hosting.Cluster;

/// <summary>Whether Redis may throw rooms away when its memory is full.</summary>
internal static partial class EvictionPolicy
{
    /// <summary>Warns unless <c>maxmemory-policy</c> is <c>noeviction</c>: an evicted record restarts its room's log.</summary>
    public static async Task CheckAsync(IConnectionMultiplexer redis, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var server in redis.GetServers().Where(s => s is { IsConnected: true, IsReplica: false }))
        {
            try
            {
                // By INFO, which hosted Redis answers where it refuses CONFIG. The client's time-out is the deadline.
                var memory = await server.InfoAsync("memory").WaitAsync(cancellationToken);
                if (memory.SelectMany(section => section).FirstOrDefault(line => line.Key == "maxmemory_policy").Value is not { } policy)
                    Log.EvictionNotChecked(logger, server.EndPoint.ToString()!, "INFO memory does not say");
                else if (policy != "noeviction")
                    Log.RedisEvicts(logger, server.EndPoint.ToString()!, policy);
            }
            catch (Exception ex) when (ex is RedisException or TimeoutException)
            {
                Log.EvictionNotChecked(logger, server.EndPoint.ToString()!, ex.Message);
            }
        }
    }

    private static partial class Log // ids 3020-3029
    {
        [LoggerMessage(3020, LogLevel.Warning,
            "Redis {Endpoint} has maxmemory-policy '{Policy}': it may evict rooms when its memory is full, and their logs begin anew. Allowed: noeviction.",
            EventName = "RedisEvicts")]
        public static partial void RedisEvicts(ILogger logger, string endpoint, string policy);

        [LoggerMessage(3021, LogLevel.Debug, "Whether Redis {Endpoint} evicts could not be checked: {Fault}", EventName = "EvictionNotChecked")]
        public static partial void EvictionNotChecked(ILogger logger, string endpoint, string fault);
    }
}
