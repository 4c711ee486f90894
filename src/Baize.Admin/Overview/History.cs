namespace Baize.Admin.Overview;

/// <summary>The last hour, in this process' memory: a ring of samples. Prometheus keeps what is to be kept.</summary>
internal sealed class History
{
    /// <summary>An hour of samples, one every two seconds.</summary>
    public const int Capacity = 1800;

    /// <summary>Instances kept per sample: what a page can tell apart at all.</summary>
    private const int MaxInstances = 64;

    private readonly Lock _lock = new();
    private readonly Sample[] _ring = new Sample[Capacity];
    private int _next;
    private int _count;

    /// <summary>Adds a sample; the oldest goes.</summary>
    /// <param name="at">Unix milliseconds.</param>
    /// <param name="rows">The instances that answered.</param>
    public void Add(long at, IEnumerable<InstanceRow> rows)
    {
        var sample = new Sample(at, [.. rows.Take(MaxInstances).Select(Figures.Of)]);
        lock (_lock)
        {
            _ring[_next] = sample;
            _next = (_next + 1) % Capacity;
            _count = Math.Min(_count + 1, Capacity);
        }
    }

    /// <summary>The samples as series, oldest first; evenly thinned out to <paramref name="points"/> at the most, the newest kept.</summary>
    public HistoryReply Read(int points)
    {
        var samples = Samples();
        var step = Math.Max(1, (int)Math.Ceiling(samples.Count / (double)points));
        var kept = samples.Where((_, i) => (samples.Count - 1 - i) % step == 0).ToList();
        var series = new SortedDictionary<string, Series>(StringComparer.Ordinal);
        for (var i = 0; i < kept.Count; i++)
        {
            foreach (var figures in kept[i].Instances)
            {
                if (!series.TryGetValue(figures.InstanceId, out var of))
                    series[figures.InstanceId] = of = new Series(kept.Count);
                of.Set(i, figures);
            }
        }
        return new HistoryReply([.. kept.Select(s => Math.Round(s.At / 1000.0, 1))], series);
    }

    private List<Sample> Samples()
    {
        lock (_lock)
            return [.. Enumerable.Range(0, _count).Select(i => _ring[(_next - _count + i + Capacity) % Capacity])];
    }

    private readonly record struct Sample(long At, Figures[] Instances);
}
