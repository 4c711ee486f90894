using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.Cluster.Local;
using Baize.Cluster.Redis;
using Baize.Cluster.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Baize.Cluster;

/// <summary>Puts the shared parts into a process: <see cref="IInstanceRegistry"/>, <see cref="IRoomStore"/> and, where it is an instance, <see cref="IBus"/>.</summary>
public static class ClusterServices
{
    /// <summary>In Redis, without a place on the bus: for a process that only asks.</summary>
    /// <param name="services">The process' services. Where they have a registry already (in etcd or Consul), it stays.</param>
    /// <param name="links">The connections; their maker closes them.</param>
    public static IServiceCollection AddRedisCluster(this IServiceCollection services, RedisLinks links)
    {
        services.TryAddSingleton(links.CreateRegistry());
        return services.AddSingleton(links).AddSingleton<IRoomStore>(p => new RedisRoomStore(links, p.GetRequiredService<TimeProvider>()));
    }

    /// <summary>In Redis, as an instance.</summary>
    /// <param name="services">The process' services.</param>
    /// <param name="links">The connections; their maker closes them.</param>
    /// <param name="instanceId">This instance.</param>
    public static IServiceCollection AddRedisInstance(this IServiceCollection services, RedisLinks links, string instanceId) => services
        .AddRedisCluster(links)
        .AddSingleton<BusMetrics>()
        .AddSingleton<IBus>(p => new RedisBus(
            links, instanceId, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<BusMetrics>(), p.GetRequiredService<ILogger<RedisBus>>()));

    /// <summary>In this process' memory: single-instance mode.</summary>
    /// <param name="services">The process' services.</param>
    /// <param name="instanceId">The one instance.</param>
    public static IServiceCollection AddLocalInstance(this IServiceCollection services, string instanceId) => services
        .AddSingleton<IInstanceRegistry, LocalInstanceRegistry>()
        .AddSingleton<IRoomStore, LocalRoomStore>()
        .AddSingleton<IBus>(new LocalBus(instanceId));
}
