using Baize.Cluster.Instances;

namespace Baize.Api.Routing;

/// <summary>Whom to ask, in order, for one call. Attempts may overlap, so taking is atomic.</summary>
internal sealed class CallRoute(IReadOnlyList<InstanceRecord> candidates)
{
    /// <summary>Instances that may say no for now before the caller is told so: the first, and one more.</summary>
    private const int MaxRefusals = 2;

    private int _taken;
    private int _refusals;

    /// <summary>All of them, the best first.</summary>
    public IReadOnlyList<InstanceRecord> Candidates => candidates;

    /// <summary>Whether there is someone left to ask.</summary>
    public bool HasNext => Volatile.Read(ref _taken) < candidates.Count && Volatile.Read(ref _refusals) < MaxRefusals;

    /// <summary>How many were asked.</summary>
    public int Asked => Math.Min(Volatile.Read(ref _taken), candidates.Count);

    /// <summary>The next to ask; null where all were asked.</summary>
    public InstanceRecord? Take()
    {
        var index = Interlocked.Increment(ref _taken) - 1;
        return index < candidates.Count ? candidates[index] : null;
    }

    /// <summary>An instance answered that it cannot, for now. While Redis is away all do: asking each would make the outage worse.</summary>
    public void Refused() => Interlocked.Increment(ref _refusals);
}
