using System.Diagnostics.Metrics;

namespace Baize.Cluster.Bus;

/// <summary>What the bus counts: per batch, never per entry.</summary>
public sealed class BusMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _published;
    private readonly Counter<long> _entries;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _garbage;

    /// <summary>Makes the instruments.</summary>
    public BusMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Baize.Bus");
        _published = _meter.CreateCounter<long>("baize.bus.published", "{batch}", "Batches published to other instances.");
        _entries = _meter.CreateCounter<long>("baize.bus.entries", "{entry}", "Entries in the batches published.");
        _dropped = _meter.CreateCounter<long>("baize.bus.dropped", "{entry}", "Entries and messages lost because a buffer was full or the store away.");
        _garbage = _meter.CreateCounter<long>("baize.bus.garbage", "{message}", "Messages on our channels that are not of this protocol.");
        foreach (var counter in (Counter<long>[])[_published, _entries, _dropped, _garbage])
            counter.Add(0);
    }

    /// <summary>Has the queues looked at whenever someone collects.</summary>
    internal void Observe(Func<long> waitingBytes, Func<int> unread)
    {
        _meter.CreateObservableUpDownCounter("baize.bus.queue", waitingBytes, "By", "Bytes that wait to be published to other instances.");
        _meter.CreateObservableUpDownCounter("baize.bus.unread", unread, "{message}", "Messages from other instances that wait to be read.");
    }

    internal void Published(int entries)
    {
        _published.Add(1);
        _entries.Add(entries);
    }

    internal void Dropped(int count = 1) => _dropped.Add(count);

    internal void Garbage() => _garbage.Add(1);
}
