using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Baize.Hosting.Metrics;

/// <summary>An instrument as Prometheus sees it, with its series.</summary>
internal sealed class Metric
{
    /// <summary>Series of one metric. What goes beyond is added up in one that bears <c>overflow="true"</c>: a label that was not bounded must not fill memory, here or in Prometheus.</summary>
    public const int MaxSeries = 500;

    /// <summary>OpenTelemetry's, for an instrument that advises none.</summary>
    private static readonly double[] DefaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Value), MetricSeries> _byLabel = new(); // of a sole label: found without building its text
    private readonly MetricSeries _overflow;

    public Metric(Instrument instrument)
    {
        Type = TypeOf(instrument);
        Name = MetricName.Of(instrument, Type);
        Help = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        Bounds = Type != MetricType.Histogram ? []
            : instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } ? [.. advised]
            : DefaultBounds;
        _overflow = new MetricSeries("overflow=\"true\"", Bounds);
    }

    public string Name { get; }

    public string Help { get; }

    public MetricType Type { get; }

    public double[] Bounds { get; }

    /// <summary>Whether values are asked for at each collection, rather than told as they come.</summary>
    public bool IsObserved { get; }

    /// <summary>Which collection is under way.</summary>
    public int Collection { get; set; }

    /// <summary>The series that there are, by their labels.</summary>
    public IEnumerable<MetricSeries> Series =>
        _series.Values.Where(s => !IsObserved || s.SeenBy == Collection).OrderBy(s => s.Labels, StringComparer.Ordinal);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Type == MetricType.Histogram)
        {
            series.Observe(value);
        }
        else if (!IsObserved)
        {
            series.Add(value);
        }
        else if (series.SeenBy == Collection)
        {
            series.Add(value); // two observers of one thing, as of two parts of it
        }
        else
        {
            series.Set(value);
            series.SeenBy = Collection;
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return _series.TryGetValue("", out var plain) ? plain : _series.GetOrAdd("", static (_, bounds) => new MetricSeries("", bounds), Bounds);
        if (tags.Length > 1 || tags[0].Value is not string sole)
            return Find(Labels(tags));
        if (_byLabel.TryGetValue((tags[0].Key, sole), out var series))
            return series;
        series = Find(Labels(tags));
        return series == _overflow ? series : _byLabel.GetOrAdd((tags[0].Key, sole), series);
    }

    private MetricSeries Find(string labels)
    {
        if (_series.TryGetValue(labels, out var series))
            return series;
        return _series.Count < MaxSeries ? _series.GetOrAdd(labels, l => new MetricSeries(l, Bounds)) : _series.GetOrAdd(_overflow.Labels, _overflow);
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(MetricName.Word(name)).Append("=\"");
            foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                _ = c switch { '\\' => text.Append("\\\\"), '"' => text.Append("\\\""), '\n' => text.Append("\\n"), _ => text.Append(c) };
            text.Append('"');
        }
        return text.ToString();
    }

    // The runtime makes counters of two figures that fall too.
    private static MetricType TypeOf(Instrument instrument) =>
        instrument.Name is "dotnet.thread_pool.thread.count" or "dotnet.thread_pool.queue.length" ? MetricType.Gauge
        : instrument.GetType() is not { IsGenericType: true } type ? MetricType.Gauge
        : type.GetGenericTypeDefinition() is var kind && (kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>)) ? MetricType.Counter
        : kind == typeof(Histogram<>) ? MetricType.Histogram
        : MetricType.Gauge;
}
