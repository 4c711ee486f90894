using Baize.Cluster;
using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis;
using Baize.Hosting.Configuration;
using Baize.Hosting.Logging;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baize.Hosting.Cluster;

/// <summary>Connects a process to what the instances share.</summary>
public static partial class ClusterHosting
{
    /// <summary>
    /// Connects to Redis, or decides for single-instance mode: <c>load_balancer.enabled</c> is false, or Redis is unreachable and
    /// <c>redis.required</c> false, or <c>redis.connection</c> is empty outside production. Registers the result and its <see cref="ClusterMode"/> too.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="role">For <c>CLIENT LIST</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConfigurationException">In production, with the load balancer enabled, <c>redis.connection</c> is empty.</exception>
    /// <exception cref="Baize.Cluster.ClusterUnavailableException">Redis is required and not to be reached.</exception>
    public static async Task<ClusterLinks> ConnectClusterAsync(this WebApplicationBuilder builder, string role, CancellationToken cancellationToken)
    {
        var isProduction = builder.Environment.IsProduction();
        var isEnabled = OptionSections.Bind<LoadBalancerOptions>(builder.Configuration, "load_balancer").Enabled;
        var redis = OptionSections.Bind<RedisOptions>(builder.Configuration, "redis");
        if (new RedisOptionsValidator(isProduction && isEnabled).Validate(null, redis).Failures is { } faults)
            throw new ConfigurationException([.. faults]);

        var isDebug = OptionSections.Bind<ServerOptions>(builder.Configuration, "server").Mode == "debug";
        var logger = new StartupLogger<RedisLinks>(LoggerFactory.Create(l => BaizeLogging.Configure(l, isProduction, isDebug)));
        try
        {
            var links = await ConnectAsync(isEnabled, redis, role, logger, cancellationToken);
            if (links.Redis is not null)
                links = await AddDiscoveryAsync(builder.Configuration, links, logger, cancellationToken);
            builder.Services.AddSingleton(links).AddSingleton(links.Mode);
            if (links.Discovery is { } discovery)
                builder.Services.AddSingleton<IInstanceRegistry>(discovery);
            builder.Services.AddHostedService(p => new FollowLoggers(logger, p.GetRequiredService<ILoggerFactory>()));
            return links;
        }
        catch
        {
            logger.Dispose();
            throw;
        }
    }

    private static async Task<ClusterLinks> ConnectAsync(
        bool isEnabled, RedisOptions redis, string role, ILogger<RedisLinks> logger, CancellationToken cancellationToken)
    {
        if (!isEnabled)
        {
            Log.SingleByChoice(logger);
            return Single("load_balancer.enabled is false");
        }
        if (redis.Connection.Length == 0)
        {
            Log.SingleWithoutConnection(logger);
            return Single("redis.connection is empty");
        }
        try
        {
            return await JoinAsync(redis.Address(), role, logger, cancellationToken);
        }
        catch (ClusterUnavailableException ex) when (redis.Required)
        {
            throw new ClusterUnavailableException(
                $"{ex.Message} Set redis.connection (REDIS_CONNECTION), or REDIS_REQUIRED=false to run as a single instance.", ex);
        }
        catch (ClusterUnavailableException ex)
        {
            Log.SingleWithoutRedis(logger, ex.Message);
            return Single("Redis was not to be reached at start, and redis.required is false");
        }
    }

    private static async Task<ClusterLinks> JoinAsync(
        RedisAddress address, string role, ILogger<RedisLinks> logger, CancellationToken cancellationToken)
    {
        var links = await RedisLinks.ConnectAsync(address, role, logger, cancellationToken);
        Log.ClusterConnected(logger, RedisLinks.Describe(address.Connection));
        return new ClusterLinks(new ClusterMode(IsSingle: false, Reason: ""), links);
    }

    private static async Task<ClusterLinks> AddDiscoveryAsync(
        IConfiguration configuration, ClusterLinks links, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            if (await ConnectDiscoveryAsync(configuration, logger, cancellationToken) is not { } discovery)
                return links;
            links = links with { Discovery = discovery };
            var ttl = OptionSections.Bind<LoadBalancerOptions>(configuration, "load_balancer").InstanceTtl;
            if (await discovery.ShortestAsync(TimeSpan.FromSeconds(ttl), cancellationToken) is { } shortest)
                throw new ConfigurationException([Fault.Of("load_balancer.instance_ttl", ttl, $"{shortest.TotalSeconds} or more with {discovery.Name}, which keeps no record for a shorter time")]);
            Log.DiscoveryConnected(logger, discovery.Name);
            return links;
        }
        catch
        {
            await links.DisposeAsync();
            throw;
        }
    }

    private static async Task<DiscoveryRegistry?> ConnectDiscoveryAsync(IConfiguration configuration, ILogger logger, CancellationToken cancellationToken)
    {
        var prefix = OptionSections.Bind<RedisOptions>(configuration, "redis").KeyPrefix;
        switch (OptionSections.Bind<LoadBalancerOptions>(configuration, "load_balancer").DiscoveryType)
        {
            case "etcd":
                var etcd = OptionSections.Bind<EtcdOptions>(configuration, "etcd");
                return await Named("etcd.endpoints (ETCD_ENDPOINTS)", DiscoveryServices.ConnectEtcdAsync(etcd.Endpoints, prefix, TimeProvider.System, logger, cancellationToken));
            case "consul":
                var consul = OptionSections.Bind<ConsulOptions>(configuration, "consul");
                return await Named(
                    "consul.address (CONSUL_ADDRESS)", DiscoveryServices.ConnectConsulAsync(consul.Address, consul.Token, prefix, TimeProvider.System, logger, cancellationToken));
            default:
                return null;
        }
    }

    private static async Task<DiscoveryRegistry> Named(string key, Task<DiscoveryRegistry> connecting)
    {
        try
        {
            return await connecting;
        }
        catch (ClusterUnavailableException ex)
        {
            throw new ClusterUnavailableException($"{ex.Message} Set {key}, or load_balancer.discovery_type to redis.", ex);
        }
    }

    private static ClusterLinks Single(string reason) => new(new ClusterMode(IsSingle: true, reason), Redis: null);

    /// <summary>Gives the connections' logger the process' own loggers, once there are any.</summary>
    private sealed class FollowLoggers(StartupLogger<RedisLinks> logger, ILoggerFactory loggers) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            logger.Follow(loggers);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static partial class Log // ids 3010-3019
    {
        [LoggerMessage(3010, LogLevel.Information, "One of a cluster, over Redis at {Endpoints}.", EventName = "ClusterConnected")]
        public static partial void ClusterConnected(ILogger logger, string endpoints);

        [LoggerMessage(3014, LogLevel.Information, "Instances find each other by {Service}.", EventName = "DiscoveryConnected")]
        public static partial void DiscoveryConnected(ILogger logger, string service);

        [LoggerMessage(3011, LogLevel.Information, "Single-instance mode: load_balancer.enabled is false; nothing is shared, rooms live in memory.", EventName = "SingleByChoice")]
        public static partial void SingleByChoice(ILogger logger);

        [LoggerMessage(3012, LogLevel.Warning,
            "Single-instance mode: redis.connection is empty; nothing is shared, rooms live in memory. For a cluster set REDIS_CONNECTION=host:port, or start ./run.",
            EventName = "SingleWithoutConnection")]
        public static partial void SingleWithoutConnection(ILogger logger);

        [LoggerMessage(3013, LogLevel.Warning,
            "Single-instance mode: {Fault} redis.required is false, so this instance runs alone until it is restarted; nothing is shared, rooms live in memory.",
            EventName = "SingleWithoutRedis")]
        public static partial void SingleWithoutRedis(ILogger logger, string fault);
    }
}
