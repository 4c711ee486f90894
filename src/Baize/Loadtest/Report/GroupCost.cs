namespace Baize.Loadtest.Report;

/// <summary>What a group of processes used in a run.</summary>
/// <param name="Name">The group's.</param>
/// <param name="CpuSeconds">Of the measured time.</param>
/// <param name="CpuPerMillion">CPU-seconds per 1 million deliveries, which is µs per delivery.</param>
/// <param name="WaitsPerDelivery">How often a thread went to sleep, per delivery.</param>
/// <param name="PreemptionsPerDelivery">How often a thread lost its core, per delivery.</param>
/// <param name="RssKb">Memory at the end.</param>
internal sealed record GroupCost(string Name, double CpuSeconds, double CpuPerMillion, double WaitsPerDelivery, double PreemptionsPerDelivery, long RssKb);
