namespace Baize.Bench.Compare;

/// <summary>What <c>baize loadtest --json</c> wrote, as far as it is compared.</summary>
internal sealed record Measurement(Measurement.Run? Median, Measurement.IdleRun? Idle)
{
    /// <summary>What a group of processes used; null where nothing held or the load was an idle one.</summary>
    public Group? Of(string group) => Median?.Groups.FirstOrDefault(g => g.Name == group);

    /// <summary>What idle connections cost a group.</summary>
    public IdleGroup? IdleOf(string group) => Idle?.Groups.FirstOrDefault(g => g.Name == group);

    internal sealed record Run(
        double DeliveriesPerSecond, long Lost, long Doubled, long OutOfOrder, double P50Ms, double P99Ms, double MaxMs, double LagP99Ms, IReadOnlyList<Group> Groups);

    internal sealed record Group(string Name, double CpuPerMillion, double WaitsPerDelivery, double PreemptionsPerDelivery, long RssKb);

    internal sealed record IdleRun(int Connections, int Disconnected, IReadOnlyList<IdleGroup> Groups);

    internal sealed record IdleGroup(string Name, double KbPerConnection, double CpuMsPerSecond, double WaitsPerSecond, long RssKb);
}
