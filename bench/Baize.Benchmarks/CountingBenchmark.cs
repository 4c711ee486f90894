using System.Diagnostics;
using System.Diagnostics.Metrics;
using Baize.GameServer.Edge;
using Baize.GameServer.Tracing;
using Baize.Hosting.Metrics;
using BenchmarkDotNet.Attributes;

namespace Baize.Benchmarks;

/// <summary>What counting costs where each frame passes: a striped addition, a tagged counter with its listener, a latency; and a span where nobody traces.</summary>
[MemoryDiagnoser]
public class CountingBenchmark : IDisposable
{
    private readonly string _span = "frame message";
    private readonly StripedCounters _striped = new(20);
    private MeterReader? _reader;
    private Counter<long>? _tagged;
    private Histogram<double>? _latency;

    [GlobalSetup]
    public void Setup()
    {
        _reader = new MeterReader();
        var meter = _reader.Create(new MeterOptions("Baize.Bench"));
        _tagged = meter.CreateCounter<long>("baize.bench.tagged");
        _latency = meter.CreateHistogram("baize.bench.latency", "s", "", tags: null, Cluster.Metrics.LatencyBounds.Advice);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reader?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Striped() => _striped.Add(3, 1);

    [Benchmark]
    public void Tagged() => _tagged!.Add(1, new KeyValuePair<string, object?>("type", "message"));

    [Benchmark]
    public void Latency() => _latency!.Record(0.000_4);

    [Benchmark]
    public Activity? SpanWithoutListener() => Traces.Begin(_span, ActivityKind.Server);
}
