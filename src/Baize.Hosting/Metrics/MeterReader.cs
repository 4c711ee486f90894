using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Baize.Hosting.Metrics;

/// <summary>
/// Reads this process' meters and keeps their figures for Prometheus to fetch. Makes the meters too, so that it hears each
/// from its first count on.
/// </summary>
internal sealed class MeterReader : IMeterFactory
{
    private readonly ConcurrentDictionary<string, Meter> _meters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private int _collections;

    public MeterReader()
    {
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.Start();
    }

    public Meter Create(MeterOptions options) => _meters.GetOrAdd(
        options.Name,
        static (name, made) => new Meter(new MeterOptions(name) { Version = made.Options.Version, Tags = made.Options.Tags, Scope = made.Reader }),
        (Options: options, Reader: this));

    /// <summary>Asks the observers and hands over all there is, by name.</summary>
    public void Collect(Action<IEnumerable<Metric>> read)
    {
        lock (_lock) // two scrapers at once would each see half of what the observers say
        {
            _collections++;
            foreach (var metric in _metrics.Values)
                metric.Collection = _collections;
            _listener.RecordObservableInstruments();
            read(_metrics.Values.OrderBy(m => m.Name, StringComparer.Ordinal));
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters.Values)
            meter.Dispose();
    }

    // Meters of no scope are the whole process': the runtime's. Others' scopes are other hosts', as in tests.
    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (IsWanted(instrument.Meter.Name) && (instrument.Meter.Scope is null || instrument.Meter.Scope == this))
        {
            var metric = new Metric(instrument);
            listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(metric.Name, metric));
        }
    }

    private static bool IsWanted(string meter) =>
        meter is "System.Runtime" or "Microsoft.AspNetCore.Hosting" || meter.StartsWith("Baize.", StringComparison.Ordinal);
}
