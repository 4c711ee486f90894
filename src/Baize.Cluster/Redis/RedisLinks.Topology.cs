using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>What Redis itself is like: whether it may evict, and whether it is the master.</summary>
public sealed partial class RedisLinks
{
    private static readonly TimeSpan ReconnectAtMostEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IConnectionMultiplexer, long> _reconnected = [];

    private static async Task WarnOfEvictionAsync(ConnectionMultiplexer link, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var info = await link.GetServers()[0].InfoRawAsync("memory").Answer(cancellationToken) ?? "";
            var (limit, policy) = (Field(info, "maxmemory"), Field(info, "maxmemory_policy"));
            if (limit is not ("" or "0") && policy is not ("" or "noeviction"))
                Log.EvictionPossible(logger, policy, limit);
        }
        catch (ClusterUnavailableException ex) when (!ex.IsTransient)
        {
            // Not every user may ask; then nobody is warned.
        }
    }

    private static string Field(string info, string name)
    {
        foreach (var line in info.Split('\n'))
        {
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
                return line[(name.Length + 1)..].Trim();
        }
        return "";
    }

    // The client follows MOVED and a Sentinel's word by itself. But behind a name that now leads elsewhere it would go on
    // talking to the old master: only a new connection asks the name again.
    private void OnError(object? sender, RedisErrorEventArgs args)
    {
        if (sender is not IConnectionMultiplexer link || !args.Message.StartsWith("READONLY", StringComparison.Ordinal))
            return;
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            if (_reconnected.TryGetValue(link, out var last) && TimeProvider.System.GetElapsedTime(last, now) < ReconnectAtMostEvery)
                return;
            _reconnected[link] = now;
        }
        Log.RedisReadOnly(_logger, args.EndPoint.ToString() ?? "?");
        _ = ReconnectAsync(link, args.EndPoint);
    }

    // The client has no call for it, so the server is asked to hang up.
    private async Task ReconnectAsync(IConnectionMultiplexer link, EndPoint endpoint)
    {
        try
        {
            var server = link.GetServer(endpoint);
            var id = (long)await server.ExecuteAsync("CLIENT", "ID").Answer(CancellationToken.None);
            await server.ClientKillAsync(id, skipMe: false).Answer(CancellationToken.None);
        }
        catch (ClusterUnavailableException ex)
        {
            Log.ReconnectFailed(_logger, endpoint.ToString() ?? "?", ex.Message);
        }
    }
}
