using System.Net;
using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis.Direct;
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
/// waits 1 s for its answer, and the client looks for late ones every 250 ms. After 4 s without an answer the client gives
/// the connection up; from then on commands fail at once, and it tries to connect every 250 ms.
/// </remarks>
public sealed partial class RedisLinks : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(250);
    private const int OpenAttempts = 6;
    private static readonly TimeSpan OpenQuick = TimeSpan.FromSeconds(6); // what took longer was a server that says nothing, and had all its tries
    private static readonly TimeSpan OpenPause = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Roles = ["commits", "bus", "registry"];

    private readonly ILogger _logger;
    private readonly Lazy<DirectCalls>? _calls;
    private readonly Lazy<DirectLoop> _loop = new(() => new DirectLoop(TimeProvider.System));
    private int _down;

    private RedisLinks(IConnectionMultiplexer[] links, ConfigurationOptions[] options, RedisKeys keys, ILogger logger)
    {
        Description = Describe(options[0]);
        (Commits, Bus, Registry, Keys, _logger) = (links[0], links[1], links[2], keys, logger);
        BusAddress = new DirectAddress(Bus, options[1]);
        var commits = new DirectAddress(Commits, options[0]);
        if (commits.IsUsable)
            _calls = new Lazy<DirectCalls>(() => Started(new DirectCalls(_loop.Value, commits, "calls", TimeProvider.System, logger)));
        foreach (var link in All)
        {
            link.ConnectionFailed += OnFailed;
            link.ConnectionRestored += OnRestored;
            link.ErrorMessage += OnError;
        }
    }

    private IConnectionMultiplexer[] All => [Commits, Bus, Registry];

    /// <summary>For the rooms' records.</summary>
    public IConnectionMultiplexer Commits { get; }

    /// <summary>For messages between instances.</summary>
    public IConnectionMultiplexer Bus { get; }

    /// <summary>For the bus' own connection beside that one.</summary>
    internal DirectAddress BusAddress { get; }

    /// <summary>Reads the direct connections, from the first use on.</summary>
    internal DirectLoop Loop => _loop.Value;

    /// <summary>For commits and the bus' publishes without the client's hops, from the first use on; null where the client must do.</summary>
    internal DirectCalls? Calls => _calls?.Value;

    /// <summary>For instances' records and listings.</summary>
    public IConnectionMultiplexer Registry { get; }

    /// <summary>The names of keys and channels.</summary>
    public RedisKeys Keys { get; }

    /// <summary>The endpoints that are configured, for people.</summary>
    public string Description { get; }

    /// <summary>Whether all three are up. A connection that is up proves little: the bus is also probed end to end.</summary>
    public bool IsConnected => Commits.IsConnected && Bus.IsConnected && Registry.IsConnected;

    /// <summary>Connects; within 12 s, or not at all; where nobody listens, sooner.</summary>
    /// <param name="connection"><c>redis.connection</c>: <c>host:port[,options]</c>.</param>
    /// <param name="name">Shown by <c>CLIENT LIST</c>.</param>
    /// <param name="logger">Told when the connection is lost and found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClusterUnavailableException">Redis is not to be reached, or refuses.</exception>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    public static Task<RedisLinks> ConnectAsync(string connection, string name, ILogger<RedisLinks> logger, CancellationToken cancellationToken) =>
        ConnectAsync(new RedisAddress(connection), name, Timeout, logger, cancellationToken);

    /// <summary>The same, with a prefix or certificates.</summary>
    /// <exception cref="ClusterUnavailableException">Redis is not to be reached, or refuses.</exception>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    public static Task<RedisLinks> ConnectAsync(RedisAddress address, string name, ILogger<RedisLinks> logger, CancellationToken cancellationToken) =>
        ConnectAsync(address, name, Timeout, logger, cancellationToken);

    /// <summary>With a time-out of the caller's: for tests on a machine that is busy with others.</summary>
    internal static async Task<RedisLinks> ConnectAsync(
        RedisAddress address, string name, TimeSpan timeout, ILogger<RedisLinks> logger, CancellationToken cancellationToken)
    {
        var options = Array.ConvertAll(Roles, role => Options(address, name, role, timeout));
        var opening = Array.ConvertAll(options, o => OpenAsync(o, cancellationToken));
        try
        {
            var links = await Task.WhenAll(opening).WaitAsync(cancellationToken);
            await WarnOfEvictionAsync(links[^1], logger, cancellationToken);
            return new RedisLinks(links, options, new RedisKeys(address.KeyPrefix), logger);
        }
        catch (Exception ex)
        {
            await Task.WhenAll(opening.Select(CloseAsync));
            if (ex is RedisConnectionException failure)
                throw new ClusterUnavailableException($"Redis at '{Describe(address.Connection)}' is not to be reached: {failure.FailureType}.", ex);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_calls is { IsValueCreated: true })
            _calls.Value.Dispose();
        if (_loop.IsValueCreated)
            _loop.Value.Dispose();
        foreach (var link in All)
        {
            link.ConnectionFailed -= OnFailed;
            link.ConnectionRestored -= OnRestored;
            link.ErrorMessage -= OnError;
            await link.DisposeAsync();
        }
    }

    /// <summary>The registry, for a process that does not yet know who it is.</summary>
    public IInstanceRegistry CreateRegistry() => new RedisInstanceRegistry(Registry, Keys);

    /// <summary>Whether an instance listens to its channel: false proves that it does not, true proves little.</summary>
    public async ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken) =>
        await RedisChannels.PublishAsync(Bus, RedisChannels.Of(Bus, Keys, instanceId), BusBatch.Head("")).Answer(cancellationToken) > 0;

    /// <summary>The endpoints of a connection string, without its password.</summary>
    public static string Describe(string connection) => Describe(ConfigurationOptions.Parse(connection));

    private static string Describe(ConfigurationOptions options) =>
        string.Join(',', options.EndPoints.Select(e => e is DnsEndPoint d ? $"{d.Host}:{d.Port}" : e.ToString()));

    // Behind Sentinels the client's own retries do not cover the step from them to the master: one that is just being told of
    // a replica, or is slow to answer, ends the attempt at once.
    private static async Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (RedisConnectionException) when (attempt < OpenAttempts && TimeProvider.System.GetElapsedTime(started) < OpenQuick)
            {
                await Task.Delay(OpenPause * attempt, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static ConfigurationOptions Options(RedisAddress address, string name, string role, TimeSpan timeout)
    {
        // Each has a second connection for subscriptions, unless it may not subscribe: only the bus does. Behind what is
        // configured, which may rename commands.
        var options = ConfigurationOptions.Parse(role == "bus" ? address.Connection : $"{address.Connection},$SUBSCRIBE=");
        options.ClientName = $"{name}:{role}";
        options.AllowAdmin = true; // the client's own guard before INFO and CLIENT KILL; what we may do is the server's to say
        options.AbortOnConnectFail = true;
        options.TieBreaker = ""; // a key of the client's own, of no use here
        options.ConfigurationChannel = new RedisKeys(address.KeyPrefix).Client; // without one it connects for subscriptions when it is too late
        options.ConnectTimeout = options.AsyncTimeout = options.SyncTimeout = (int)timeout.TotalMilliseconds;
        if (options.Ssl)
            options.ConnectTimeout *= 3; // several round trips and a chain of certificates; on a busy host that takes more than a second
        options.ConnectRetry = options.Ssl ? 4 : 12; // 12 s in all. At the start only: processes of a host that boots begin all at once, or have a small share of a core, and seconds pass before the first answer is read
        options.KeepAlive = 1; // seconds
        options.HeartbeatInterval = Check;
        options.HeartbeatConsistencyChecks = true;
        options.ConfigCheckSeconds = 1; // is it still the master? 60 s by default
        options.ReconnectRetryPolicy = new RetryAtEachCheck();
        options.BacklogPolicy = BacklogPolicy.FailFast; // a queued write would arrive late, and a queued publish reach nobody
        if (address.CaFile.Length > 0)
            options.TrustIssuer(address.CaFile);
        if (address.CertFile.Length > 0)
            options.SetUserPemCertificate(address.CertFile, address.KeyFile.Length > 0 ? address.KeyFile : null);
        return options;
    }

    private static DirectCalls Started(DirectCalls calls)
    {
        calls.Start();
        return calls;
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

    // Some may still be opening. Why others have failed is known.
    private static async Task CloseAsync(Task<ConnectionMultiplexer> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            await (await opening).DisposeAsync();
    }

    /// <summary>
    /// The client asks every 250 ms, out of step with others' clients, and not before an attempt under way has had its second;
    /// the first attempt it makes at once. Its own policies wait for 2.5 s and more.
    /// </summary>
    private sealed class RetryAtEachCheck : IReconnectRetryPolicy
    {
        public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) => true;
    }

    private static partial class Log // ids 1000-1019
    {
        [LoggerMessage(1000, LogLevel.Warning, "Redis {Endpoint} is away ({Failure}); rooms wait.", EventName = "RedisLost")]
        public static partial void RedisLost(ILogger logger, string endpoint, string failure);

        [LoggerMessage(1001, LogLevel.Information, "Redis {Endpoint} is back.", EventName = "RedisBack")]
        public static partial void RedisBack(ILogger logger, string endpoint);

        [LoggerMessage(1002, LogLevel.Warning, "Redis has maxmemory-policy {Policy} and maxmemory {MaxMemory}: an evicted record is a lost room. Set maxmemory-policy noeviction.", EventName = "EvictionPossible")]
        public static partial void EvictionPossible(ILogger logger, string policy, string maxMemory);

        [LoggerMessage(1003, LogLevel.Warning, "Redis {Endpoint} has become read-only; connecting anew to find the master.", EventName = "RedisReadOnly")]
        public static partial void RedisReadOnly(ILogger logger, string endpoint);

        [LoggerMessage(1004, LogLevel.Warning, "The connection to Redis {Endpoint} could not be closed: {Reason}", EventName = "ReconnectFailed")]
        public static partial void ReconnectFailed(ILogger logger, string endpoint, string reason);
    }
}
