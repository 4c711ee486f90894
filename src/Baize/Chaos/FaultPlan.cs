namespace Baize.Chaos;

/// <summary>What is broken, and when: the same seed makes the same plan.</summary>
/// <param name="At">After the start of the load.</param>
/// <param name="Fault">What.</param>
/// <param name="Target">Which game server, from 0.</param>
/// <param name="Length">For how long, where it is one that passes.</param>
internal sealed record FaultPlan(TimeSpan At, Fault Fault, int Target, TimeSpan Length)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);

    // An instance that is cut off sends its clients away after about 7 s: some partitions end before, some after.
    private const double PartitionFactor = 2.4;

    /// <summary>Makes a plan: a fault every 4 to 9 s, none in the last 8 s, so that each run ends in peace and can be checked.</summary>
    /// <param name="seed">Of the random numbers.</param>
    /// <param name="duration">Of the load.</param>
    /// <param name="instances">Game servers.</param>
    /// <param name="allowed">What may be broken; empty: nothing.</param>
    public static IReadOnlyList<FaultPlan> Create(int seed, TimeSpan duration, int instances, IReadOnlyList<Fault> allowed)
    {
#pragma warning disable CA5394 // a plan that can be made again is what is wanted
        var random = new Random(seed);
        var plan = new List<FaultPlan>();
        for (var at = First; at < duration - TimeSpan.FromSeconds(8) && allowed.Count > 0; at += TimeSpan.FromSeconds(4 + 5 * random.NextDouble()))
        {
            var fault = allowed[random.Next(allowed.Count)];
            var (target, length) = (random.Next(instances), TimeSpan.FromSeconds(1 + 4 * random.NextDouble()));
            plan.Add(new FaultPlan(at, fault, target, fault == Fault.Partition ? length * PartitionFactor : length));
        }
#pragma warning restore CA5394
        return plan;
    }
}
