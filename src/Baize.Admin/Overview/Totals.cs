namespace Baize.Admin.Overview;

/// <summary>Sums over the instances that answered.</summary>
internal sealed record Totals(
    int Instances, int Connections, int Rooms, double FramesIn, double FramesOut, double Deliveries, double Commits, double Cpu, long MemoryBytes)
{
    public static Totals Of(IReadOnlyCollection<InstanceRow> rows) => new(
        rows.Count, rows.Sum(r => r.Connections), rows.Sum(r => r.Rooms), Round(rows.Sum(r => r.FramesIn)), Round(rows.Sum(r => r.FramesOut)),
        Round(rows.Sum(r => r.Deliveries)), Round(rows.Sum(r => r.Commits)), Round(rows.Sum(r => r.Cpu)), rows.Sum(r => r.MemoryBytes));

    private static double Round(double value) => Math.Round(value, 2);
}
