using System.Net;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>When the server at the other end is not the master any more.</summary>
public sealed partial class RedisLinks
{
    private static readonly TimeSpan ReconnectAtMostEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IConnectionMultiplexer, long> _reconnected = [];

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
