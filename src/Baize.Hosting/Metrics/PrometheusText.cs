using System.Globalization;
using System.Text;

namespace Baize.Hosting.Metrics;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Write(StringBuilder text, IEnumerable<Metric> metrics)
    {
        foreach (var metric in metrics)
        {
            // Also where there is no series yet: what there is to see should not depend on what has happened.
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(Escape(metric.Help)).Append('\n');
            text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(Word(metric.Type)).Append('\n');
            foreach (var series in metric.Series)
            {
                if (metric.Type == MetricType.Histogram)
                    WriteHistogram(text, metric, series);
                else
                    WriteSample(text, metric.Name, series.Labels, series.Value);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, Metric metric, MetricSeries series)
    {
        var count = 0L;
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            count += series.Buckets[i];
            var bound = i < metric.Bounds.Length ? Number(metric.Bounds[i]) : "+Inf";
            var le = $"le=\"{bound}\"";
            WriteSample(text, metric.Name + "_bucket", series.Labels.Length == 0 ? le : $"{series.Labels},{le}", count);
        }
        WriteSample(text, metric.Name + "_sum", series.Labels, series.Value);
        WriteSample(text, metric.Name + "_count", series.Labels, count);
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string help) => help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Word(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };
}
