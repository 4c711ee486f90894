using System.Diagnostics.Metrics;

namespace Baize.Cluster.Metrics;

/// <summary>The buckets of all our latencies, in seconds: from the 100 µs of a round trip to the 2 s after which a client is told <c>unavailable</c>, and beyond.</summary>
public static class LatencyBounds
{
    /// <summary>For <see cref="Meter.CreateHistogram{T}(string, string?, string?, IEnumerable{KeyValuePair{string, object?}}?, InstrumentAdvice{T}?)"/>.</summary>
    public static InstrumentAdvice<double> Advice { get; } = new()
    {
        HistogramBucketBoundaries = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    };

    /// <summary>Makes such a histogram.</summary>
    public static Histogram<double> CreateLatency(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Advice);
}
