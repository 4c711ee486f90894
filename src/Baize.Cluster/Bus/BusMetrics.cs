using System.Diagnostics.Metrics;

namespace Baize.Cluster.Bus;

/// <summary>What the bus counts.</summary>
public sealed class BusMetrics
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _entries;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _garbage;

    /// <summary>Makes the instruments.</summary>
    public BusMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Baize.Cluster");
        _published = meter.CreateCounter<long>("baize_bus_published", description: "Batches published to other instances.");
        _entries = meter.CreateCounter<long>("baize_bus_entries", description: "Entries in those batches.");
        _dropped = meter.CreateCounter<long>("baize_bus_dropped", description: "Entries and messages lost because a buffer was full or the store away.");
        _garbage = meter.CreateCounter<long>("baize_bus_garbage", description: "Messages on our channels that are not of this protocol.");
    }

    internal void Published(int entries)
    {
        _published.Add(1);
        _entries.Add(entries);
    }

    internal void Dropped(int count = 1) => _dropped.Add(count);

    internal void Garbage() => _garbage.Add(1);
}
