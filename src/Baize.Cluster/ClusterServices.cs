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

    /// <summary>As an instance: in Redis, or in this process' memory in single-instance mode.</summary>
    /// <param name="services">The process' services.</param>
    /// <param name="registry">Where instances are listed; null in single-instance mode. Asked for with the first service.</param>
    /// <param name="redis">The connections; null in single-instance mode. Asked for with the first service; their maker closes them.</param>
    /// <param name="instanceId">This instance. Asked for with the first service.</param>
    public static IServiceCollection AddInstance(
        this IServiceCollection services, Func<IInstanceRegistry?> registry, Func<RedisLinks?> redis, Func<string> instanceId) => services
        .AddSingleton<BusMetrics>()
        .AddSingleton(p => registry() ?? new LocalInstanceRegistry(p.GetRequiredService<TimeProvider>()))
        .AddSingleton<IRoomStore>(p => redis() is { } links
            ? new RedisRoomStore(links, p.GetRequiredService<TimeProvider>())
            : new LocalRoomStore(p.GetRequiredService<TimeProvider>()))
        .AddSingleton<IBus>(p => redis() is { } links
            ? new RedisBus(links, instanceId(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<BusMetrics>(), p.GetRequiredService<ILogger<RedisBus>>())
            : new LocalBus(instanceId()));
}
