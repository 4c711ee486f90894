namespace Baize.Hosting.Metrics;

/// <summary>One metric with one set of labels. Written by any thread without a lock.</summary>
/// <param name="labels">As they stand in the text, without braces; empty: none.</param>
/// <param name="bounds">Of a histogram's buckets, rising; empty: no histogram.</param>
internal sealed class MetricSeries(string labels, double[] bounds)
{
    private readonly long[] _buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    private double _value;

    public string Labels => labels;

    /// <summary>The collection that last saw it: what an observer no longer reports is no longer there.</summary>
    public int SeenBy { get; set; }

    /// <summary>The value; of a histogram the sum.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>How often each bucket was hit, not cumulated; the last is what lies above all bounds.</summary>
    public IReadOnlyList<long> Buckets => _buckets;

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        double was;
        do
            was = Volatile.Read(ref _value);
        while (Interlocked.CompareExchange(ref _value, was + value, was) != was);
    }

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }
}
