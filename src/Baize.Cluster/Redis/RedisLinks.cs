using System.Net;
using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>
/// The connections to Redis: one for commits, one for the bus, one for the registry, so that a burst of pub/sub delays no
/// commit and a slow commit no heartbeat.
/// </summary>
/// <remarks>
/// The client's defaults are made for outages of 20 s; these notice a silent partition in about a second (measured: first
/// error after 1.2 s, back 0.5 s after the partition heals). What adds up to the 2 s until <c>unavailable</c>: a command
/// waits 1 s for its answer, and the client looks for late ones every 250 ms.
/// </remarks>
public sealed partial class RedisLinks : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(250);

    private readonly ILogger _logger;
    private int _down;

    private RedisLinks(IConnectionMultiplexer commits, IConnectionMultiplexer bus, IConnectionMultiplexer registry, ILogger logger)
    {
        (Commits, Bus, Registry, _logger) = (commits, bus, registry, logger);
        foreach (var link in (IConnectionMultiplexer[])[commits, bus, registry])
        {
            link.ConnectionFailed += OnFailed;
            link.ConnectionRestored += OnRestored;
        }
    }

    /// <summary>For the rooms' records.</summary>
    public IConnectionMultiplexer Commits { get; }

    /// <summary>For messages between instances.</summary>
    public IConnectionMultiplexer Bus { get; }

    /// <summary>For instances' records and listings.</summary>
    public IConnectionMultiplexer Registry { get; }

    /// <summary>Whether all three are up. A connection that is up proves little: the bus is also probed end to end.</summary>
    public bool IsConnected => Commits.IsConnected && Bus.IsConnected && Registry.IsConnected;

    /// <summary>Connects.</summary>
    /// <param name="connection"><c>redis.connection</c>: <c>host:port[,options]</c>.</param>
    /// <param name="name">Shown by <c>CLIENT LIST</c>.</param>
    /// <param name="logger">Told when the connection is lost and found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClusterUnavailableException">Redis is not to be reached, or refuses.</exception>
    public static async Task<RedisLinks> ConnectAsync(string connection, string name, ILogger<RedisLinks> logger, CancellationToken cancellationToken)
    {
        var open = new List<IConnectionMultiplexer>(3);
        try
        {
            foreach (var role in (string[])["commits", "bus", "registry"])
                open.Add(await ConnectionMultiplexer.ConnectAsync(Options(connection, $"{name}:{role}")).WaitAsync(cancellationToken));
        }
        catch (RedisConnectionException ex)
        {
            foreach (var link in open)
                await link.DisposeAsync();
            throw new ClusterUnavailableException($"Redis at '{Describe(connection)}' is not to be reached: {ex.FailureType}.", ex);
        }
        return new RedisLinks(open[0], open[1], open[2], logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var link in (IConnectionMultiplexer[])[Commits, Bus, Registry])
        {
            link.ConnectionFailed -= OnFailed;
            link.ConnectionRestored -= OnRestored;
            await link.DisposeAsync();
        }
    }

    /// <summary>The registry, for a process that does not yet know who it is.</summary>
    public IInstanceRegistry CreateRegistry() => new RedisInstanceRegistry(Registry);

    /// <summary>Whether an instance listens to its channel: false proves that it does not, true proves little.</summary>
    public async ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken) =>
        await Bus.GetSubscriber().PublishAsync(RedisChannel.Literal(RedisKeys.Bus(instanceId)), BusBatch.Head("")).Answer(cancellationToken) > 0;

    /// <summary>The endpoints of a connection string, without its password.</summary>
    public static string Describe(string connection) =>
        string.Join(',', ConfigurationOptions.Parse(connection).EndPoints.Select(e => e is DnsEndPoint d ? $"{d.Host}:{d.Port}" : e.ToString()));

    private static ConfigurationOptions Options(string connection, string name)
    {
        var options = ConfigurationOptions.Parse(connection);
        options.ClientName = name;
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = options.AsyncTimeout = options.SyncTimeout = (int)Timeout.TotalMilliseconds;
        options.ConnectRetry = 1;
        options.KeepAlive = 1; // seconds
        options.HeartbeatInterval = Check;
        options.HeartbeatConsistencyChecks = true;
        options.ReconnectRetryPolicy = new JitteredRetry();
        options.BacklogPolicy = BacklogPolicy.FailFast; // a queued write would arrive late, and a queued publish reach nobody
        return options;
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs args)
    {
        if (Interlocked.Exchange(ref _down, 1) == 0)
            Log.RedisLost(_logger, args.EndPoint?.ToString() ?? "?", args.FailureType.ToString());
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs args)
    {
        if (IsConnected && Interlocked.Exchange(ref _down, 0) == 1)
            Log.RedisBack(_logger, args.EndPoint?.ToString() ?? "?");
    }

    /// <summary>50 to 250 ms between attempts, so that a fleet does not knock at once.</summary>
    private sealed class JitteredRetry : IReconnectRetryPolicy
    {
        public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) =>
            timeElapsedMillisecondsSinceLastRetry >= Random.Shared.Next(50, 250);
    }

    private static partial class Log // ids 1000-1019
    {
        [LoggerMessage(1000, LogLevel.Warning, "Redis {Endpoint} is away ({Failure}); rooms wait.", EventName = "RedisLost")]
        public static partial void RedisLost(ILogger logger, string endpoint, string failure);

        [LoggerMessage(1001, LogLevel.Information, "Redis {Endpoint} is back.", EventName = "RedisBack")]
        public static partial void RedisBack(ILogger logger, string endpoint);
    }
}
