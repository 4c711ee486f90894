using Baize.Cluster;
using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis;
using Baize.Hosting.Configuration;
using Baize.Hosting.Logging;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.Builder;
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
        var logger = OpenLogger(builder);
        var links = await ConnectAsync(Configured.By(builder), role, logger, cancellationToken);
        builder.Services.AddSingleton(links).AddSingleton(links.Mode);
        if (links.Discovery is { } discovery)
            builder.Services.AddSingleton<IInstanceRegistry>(discovery);
        builder.Services.AddHostedService(p => new FollowLoggers(logger, p.GetRequiredService<ILoggerFactory>(), links));
        return links;
    }

    /// <summary>
    /// The same, while the caller goes on with building. What is of the cluster is to be registered by factories that ask for
    /// <see cref="ClusterStart.Links"/>; <see cref="ClusterLinks"/> itself is no service.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="role">For <c>CLIENT LIST</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static ClusterStart StartCluster(this WebApplicationBuilder builder, string role, CancellationToken cancellationToken)
    {
        var (logger, configured) = (OpenLogger(builder), Configured.By(builder));
        var start = new ClusterStart(token => ConnectAsync(configured, role, logger, token), cancellationToken);
        builder.Services.AddSingleton(_ => start.Links.Mode);
        builder.Services.AddHostedService(p => new FollowLoggers(logger, p.GetRequiredService<ILoggerFactory>(), start.Links));
        return start;
    }

    private static StartupLogger<RedisLinks> OpenLogger(WebApplicationBuilder builder)
    {
        var (isProduction, isDebug) = (builder.Environment.IsProduction(), builder.Configuration.Server().Mode == "debug");
        return new(() => LoggerFactory.Create(l => BaizeLogging.Configure(l, isProduction, isDebug)));
    }

    private static async Task<ClusterLinks> ConnectAsync(Configured configured, string role, StartupLogger<RedisLinks> logger, CancellationToken cancellationToken)
    {
        if (new RedisOptionsValidator(configured is { IsProduction: true, Balancer.Enabled: true }).Validate(null, configured.Redis).Failures is { } faults)
            throw new ConfigurationException([.. faults]);
        try
        {
            var links = await JoinAsync(configured, role, logger, cancellationToken);
            return links.Redis is null ? links : await AddDiscoveryAsync(configured, links, logger, cancellationToken);
        }
        catch
        {
            logger.Dispose();
            throw;
        }
    }

    private static async Task<ClusterLinks> JoinAsync(Configured configured, string role, ILogger<RedisLinks> logger, CancellationToken cancellationToken)
    {
        var redis = configured.Redis;
        if (!configured.Balancer.Enabled)
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
            return new(new ClusterMode(IsSingle: false, Reason: ""), await RedisLinks.ConnectAsync(redis.Address(), role, logger, cancellationToken));
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

    private static async Task<ClusterLinks> AddDiscoveryAsync(
        Configured configured, ClusterLinks links, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            if (await ConnectDiscoveryAsync(configured, logger, cancellationToken) is not { } discovery)
                return links;
            links = links with { Discovery = discovery };
            var ttl = configured.Balancer.InstanceTtl;
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

    private static async Task<DiscoveryRegistry?> ConnectDiscoveryAsync(Configured configured, ILogger logger, CancellationToken cancellationToken)
    {
        var prefix = configured.Redis.KeyPrefix;
        switch (configured.Balancer.DiscoveryType)
        {
            case "etcd":
                return await Named("etcd.endpoints (ETCD_ENDPOINTS)", DiscoveryServices.ConnectEtcdAsync(configured.Etcd.Endpoints, prefix, TimeProvider.System, logger, cancellationToken));
            case "consul":
                return await Named(
                    "consul.address (CONSUL_ADDRESS)", DiscoveryServices.ConnectConsulAsync(configured.Consul.Address, configured.Consul.Token, prefix, TimeProvider.System, logger, cancellationToken));
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

    /// <summary>What is configured of the cluster, read before connecting begins: the builder may be in use meanwhile.</summary>
    private sealed record Configured(bool IsProduction, LoadBalancerOptions Balancer, RedisOptions Redis, EtcdOptions Etcd, ConsulOptions Consul)
    {
        public static Configured By(WebApplicationBuilder builder)
        {
            var configuration = builder.Configuration;
            return new(builder.Environment.IsProduction(), configuration.LoadBalancer(), configuration.Redis(), configuration.Etcd(), configuration.Consul());
        }
    }

    /// <summary>Gives the connections' logger the process' own loggers, once there are any, and says what the process is part of.</summary>
    private sealed class FollowLoggers(StartupLogger<RedisLinks> logger, ILoggerFactory loggers, ClusterLinks links) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            logger.Follow(loggers);
            if (links.Redis is { } redis)
                Log.ClusterConnected(logger, redis.Description);
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
