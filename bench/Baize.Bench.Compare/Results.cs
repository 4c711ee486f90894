using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Baize.Bench.Compare;

/// <summary>All figures of a comparison, as JSON and as a page.</summary>
internal sealed record Results(Machine Machine, int Rounds, int Duration, int Warmup, List<WorkloadResult> Workloads)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private static readonly (string Name, string Unit, Func<Measurement, double?> Of)[] Figures =
    [
        ("servers' CPU", "s per 1M deliveries", m => m.Of("servers")?.CpuPerMillion),
        ("Redis's CPU", "s per 1M deliveries", m => m.Of("redis")?.CpuPerMillion),
        ("load generator's CPU", "s per 1M deliveries", m => m.Of("loadtest")?.CpuPerMillion),
        ("servers' waits", "per delivery", m => m.Of("servers")?.WaitsPerDelivery),
        ("latency p50", "ms", m => m.Median?.P50Ms),
        ("latency p99", "ms", m => m.Median?.P99Ms),
        ("deliveries", "per s", m => m.Median?.DeliveriesPerSecond),
        ("lost, doubled, out of order", "in all", m => m.Median is { } run ? run.Lost + run.Doubled + run.OutOfOrder : null),
        ("memory", "KB per connection", m => m.IdleOf("servers")?.KbPerConnection),
        ("CPU at rest", "ms per s", m => m.IdleOf("servers")?.CpuMsPerSecond),
    ];

    /// <summary>A run in a line.</summary>
    public static string Line(Measurement run) => string.Join(", ", Figures.Where(f => f.Of(run) is not null).Select(f => $"{f.Name} {Number(f.Of(run)!.Value)}"));

    /// <summary>Writes <c>.json</c> and <c>.md</c>.</summary>
    public async Task WriteAsync(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync($"{file}.json", JsonSerializer.Serialize(this, Json) + "\n");
        await File.WriteAllTextAsync($"{file}.md", Page());
    }

    /// <summary>The page: per workload the medians and how they compare.</summary>
    public string Page()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # bench/compare, {Machine.Date}

            Commit {Machine.Commit}; {Machine.Cores} cores ({Machine.Cpu}), {Machine.MemoryMb / 1024} GB; Linux {Machine.Kernel}; {Machine.Runtime}; Redis {Machine.Redis}.
            Peer: {Machine.SignalR}. Load generator, servers and Redis share the cores. Medians of {Rounds} runs of {Duration} s after {Warmup} s of warm-up, the sides in turn.

            """);
        foreach (var workload in Workloads)
            Append(page, workload);
        return page.ToString();
    }

    private static void Append(StringBuilder page, WorkloadResult workload)
    {
        var sides = workload.Runs.Keys.Select(Enum.Parse<Side>).ToList();
        page.Append(CultureInfo.InvariantCulture, $"\n## {workload.Title}\n\n| | {string.Join(" | ", sides)} |{(sides.Count == 2 ? $" {sides[0]} ÷ {sides[1]} |" : "")}\n");
        page.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---:|", sides.Count == 2 ? 3 : sides.Count))}\n");
        foreach (var (name, unit, of) in Figures)
        {
            var medians = sides.Select(s => workload.Median(s, of)).ToList();
            if (medians.TrueForAll(m => m is null))
                continue;
            var ratio = sides.Count != 2 ? "" : medians is [{ } a, { } b] && b != 0 ? $" {Number(a / b)} |" : " |";
            page.Append(CultureInfo.InvariantCulture, $"| {name}, {unit} | {string.Join(" | ", medians.Select(m => m is { } value ? Number(value) : "–"))} |{ratio}\n");
        }
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "N0" : Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
