using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Baize.PlatformTests.Support;

/// <summary>Makes meters and adds up what their counters count.</summary>
internal sealed class RecordingMeters : IMeterFactory
{
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();

    public RecordingMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, _, _) => _sums.AddOrUpdate(instrument.Name, count, (_, sum) => sum + count));
        _listener.Start();
    }

    public long this[string counter] => _sums.GetValueOrDefault(counter);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters)
            meter.Dispose();
    }
}
