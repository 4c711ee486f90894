using System.Diagnostics.Metrics;
using System.Text;
using Baize.Hosting.Metrics;

namespace Baize.Tests.Hosting.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly MeterReader _reader = new();
    private readonly Meter _meter;

    public PrometheusTextTests() => _meter = _reader.Create(new MeterOptions("Baize.Test"));

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void Write_Counter_HasHelpTypeUnitAndTotal()
    {
        var counter = _meter.CreateCounter<long>("baize.test.sent", "By", "Bytes \\ sent.\nSo it is.");
        counter.Add(3, new KeyValuePair<string, object?>("frame.type", "a\"b\\c\nd"));
        counter.Add(4, new KeyValuePair<string, object?>("frame.type", "a\"b\\c\nd"));

        Assert.Equal(
            """
            # HELP baize_test_sent_bytes_total Bytes \\ sent.\nSo it is.
            # TYPE baize_test_sent_bytes_total counter
            baize_test_sent_bytes_total{frame_type="a\"b\\c\nd"} 7

            """, Text("baize_test_sent"));
    }

    [Fact]
    public void Write_Histogram_CumulatesItsBuckets()
    {
        var histogram = _meter.CreateHistogram("baize.test.duration", "s", "How long.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.5] });
        foreach (var value in (double[])[0.0005, 0.001, 0.25, 7])
            histogram.Record(value);

        Assert.Equal(
            """
            # HELP baize_test_duration_seconds How long.
            # TYPE baize_test_duration_seconds histogram
            baize_test_duration_seconds_bucket{le="0.001"} 2
            baize_test_duration_seconds_bucket{le="0.5"} 3
            baize_test_duration_seconds_bucket{le="+Inf"} 4
            baize_test_duration_seconds_sum 7.2515
            baize_test_duration_seconds_count 4

            """, Text("baize_test_duration"));
    }

    [Fact]
    public void Write_Observer_ShowsWhatItSaysNowAndNoMore()
    {
        Measurement<int>[] now = [new(2, new KeyValuePair<string, object?>("status", "waiting")), new(5, new KeyValuePair<string, object?>("status", "playing"))];
        _meter.CreateObservableUpDownCounter("baize.test.rooms", () => now, "{room}", "Rooms.");

        Assert.Contains("baize_test_rooms{status=\"playing\"} 5\nbaize_test_rooms{status=\"waiting\"} 2\n", Text("baize_test_rooms"), StringComparison.Ordinal);
        now = [new(4, new KeyValuePair<string, object?>("status", "waiting"))];
        Assert.EndsWith("gauge\nbaize_test_rooms{status=\"waiting\"} 4\n", Text("baize_test_rooms"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LabelWithoutBound_OverflowsIntoOneSeries()
    {
        var counter = _meter.CreateCounter<long>("baize.test.leak", description: "Leaks.");
        for (var i = 0; i < 3 * Metric.MaxSeries; i++)
            counter.Add(1, new KeyValuePair<string, object?>("room", $"r{i}"));

        var lines = Text("baize_test_leak").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2 + Metric.MaxSeries + 1, lines.Length);
        Assert.Contains($"baize_test_leak_total{{overflow=\"true\"}} {2 * Metric.MaxSeries}", lines);
    }

    [Fact]
    public void Write_UnknownMeter_IsNotShown()
    {
        _reader.Create(new MeterOptions("Elsewhere")).CreateCounter<long>("baize.test.hidden").Add(1);
        Assert.Equal("", Text("baize_test_hidden"));
    }

    [Fact]
    public void Write_AnotherHostsMeter_IsNotShown()
    {
        using var other = new MeterReader();
        other.Create(new MeterOptions("Baize.Test")).CreateCounter<long>("baize.test.foreign").Add(1);
        Assert.Equal("", Text("baize_test_foreign"));
    }

    [Fact]
    public void Write_Runtime_HasGarbageCollectorAndThreadPool()
    {
        var all = Text("");
        Assert.Contains("\ndotnet_gc_collections_total{gc_heap_generation=\"gen2\"} ", all, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_gc_pause_time_seconds_total ", all, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_thread_pool_threads ", all, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_process_cpu_time_seconds_total{cpu_mode=\"user\"} ", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_ManyThreads_LosesNothing()
    {
        var counter = _meter.CreateCounter<long>("baize.test.raced", description: "Raced.");
        var histogram = _meter.CreateHistogram<double>("baize.test.races", "s", "Races.");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("thread", $"t{t % 2}"));
                histogram.Record(1);
            }
        })));
        Assert.Contains("{thread=\"t0\"} 40000\n", Text("baize_test_raced"), StringComparison.Ordinal);
        Assert.EndsWith("_sum 80000\nbaize_test_races_seconds_count 80000\n", Text("baize_test_races"), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_KnownSeries_AllocatesNothing()
    {
        var counter = _meter.CreateCounter<long>("baize.test.free");
        var histogram = _meter.CreateHistogram<double>("baize.test.cheap", "s");
        for (var i = 0; i < 100; i++)
            Count();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Count();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Count()
        {
            counter.Add(1, new KeyValuePair<string, object?>("outcome", "sent"));
            histogram.Record(0.25);
        }
    }

    private string Text(string prefix)
    {
        var text = new StringBuilder();
        _reader.Collect(metrics => PrometheusText.Write(text, metrics.Where(m => m.Name.StartsWith(prefix, StringComparison.Ordinal))));
        return text.ToString();
    }
}
