namespace Baize.Loadtest.Report;

/// <summary>What one run found.</summary>
/// <param name="PerSecond">Messages per room and second that were due.</param>
/// <param name="Seconds">Of the measured time.</param>
/// <param name="Sent">Messages, warm-up included.</param>
/// <param name="Deliveries">That came in the measured time, the sender's own copies included.</param>
/// <param name="DeliveriesPerSecond">The same per second.</param>
/// <param name="Lost">Deliveries that did not come, of all that was sent.</param>
/// <param name="Doubled">Deliveries beyond the first.</param>
/// <param name="OutOfOrder">Deliveries after a later message of the same sender.</param>
/// <param name="SeqFaults">Events whose position was not the next, or not the same for all of a room.</param>
/// <param name="Refused">Answers that were <c>error</c>.</param>
/// <param name="Acked">Messages acked.</param>
/// <param name="Disconnected">Connections that ended.</param>
/// <param name="P50Ms">Latency from the due time: half of all came within.</param>
/// <param name="P99Ms">All but one in a hundred came within.</param>
/// <param name="MaxMs">All came within.</param>
/// <param name="LagP99Ms">How late this tool sent, all but one in a hundred: a part of the latency that is not the server's.</param>
/// <param name="Groups">What the watched processes used; this tool last.</param>
internal sealed record RunResult(
    double PerSecond,
    double Seconds,
    long Sent,
    long Deliveries,
    double DeliveriesPerSecond,
    long Lost,
    long Doubled,
    long OutOfOrder,
    long SeqFaults,
    long Refused,
    long Acked,
    int Disconnected,
    double P50Ms,
    double P99Ms,
    double MaxMs,
    double LagP99Ms,
    IReadOnlyList<GroupCost> Groups)
{
    /// <summary>Whether every message came once, in order, at every receiver.</summary>
    public bool IsWhole => Lost == 0 && Doubled == 0 && OutOfOrder == 0 && SeqFaults == 0 && Disconnected == 0;

    /// <summary>Each figure's median; of faults the sum.</summary>
    public static RunResult Median(IReadOnlyList<RunResult> runs)
    {
        if (runs.Count == 1)
            return runs[0];
        return new RunResult(
            runs[0].PerSecond, Of(r => r.Seconds), (long)Of(r => r.Sent), (long)Of(r => r.Deliveries), Of(r => r.DeliveriesPerSecond),
            runs.Sum(r => r.Lost), runs.Sum(r => r.Doubled), runs.Sum(r => r.OutOfOrder), runs.Sum(r => r.SeqFaults), runs.Sum(r => r.Refused),
            (long)Of(r => r.Acked), runs.Max(r => r.Disconnected),
            Of(r => r.P50Ms), Of(r => r.P99Ms), Of(r => r.MaxMs), Of(r => r.LagP99Ms),
            [.. runs[0].Groups.Select((g, i) => new GroupCost(
                g.Name, Of(r => r.Groups[i].CpuSeconds), Of(r => r.Groups[i].CpuPerMillion), Of(r => r.Groups[i].WaitsPerDelivery),
                Of(r => r.Groups[i].PreemptionsPerDelivery), (long)Of(r => r.Groups[i].RssKb)))]);

        double Of(Func<RunResult, double> figure)
        {
            var sorted = runs.Select(figure).Order().ToList();
            return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
        }
    }
}
