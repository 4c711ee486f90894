namespace Baize.Hosting.Metrics;

/// <summary>What Prometheus knows of metrics.</summary>
internal enum MetricType
{
    /// <summary>Only rises; begins anew with the process.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>How often a value was at most this much.</summary>
    Histogram,
}
