using System.Diagnostics.Metrics;

namespace Baize.Cluster.Discovery;

/// <summary>How it stands with the discovery service; nothing where there is none. Of the process, not of a host in it: the connection is made before one.</summary>
internal static class DiscoveryMetrics
{
    private static readonly Meter Meter = new("Baize.Discovery");
    private static DiscoveryRegistry? _registry;
    private static long _errors;

    static DiscoveryMetrics()
    {
        Meter.CreateObservableUpDownCounter(
            "baize.discovery.reachable", () => Volatile.Read(ref _registry) is { } r ? (IEnumerable<Measurement<int>>)[new(r.IsAway ? 0 : 1)] : [],
            description: "Whether the discovery service answers: 1 or 0.");
        Meter.CreateObservableCounter("baize.discovery.errors", () => Volatile.Read(ref _errors), "{try}", "Tries to follow or read the discovery service that failed.");
    }

    /// <summary>The registry of this process; the last one, where there are several.</summary>
    public static void Follow(DiscoveryRegistry registry) => Volatile.Write(ref _registry, registry);

    public static void Leave(DiscoveryRegistry registry) => Interlocked.CompareExchange(ref _registry, null, registry);

    public static void Failed() => Interlocked.Increment(ref _errors);
}
