using System.Globalization;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>What a fault run measured, kept for <c>docs/guarantees.md</c> under <c>artifacts/figures/</c>. Reported, never asserted: times are the machine's.</summary>
internal static class Figures
{
    /// <summary>Keeps percentiles of some durations.</summary>
    /// <param name="name">Of the run.</param>
    /// <param name="durations">What was measured.</param>
    public static void Report(string name, IEnumerable<TimeSpan> durations)
    {
        var sorted = durations.Order().ToList();
        if (sorted.Count == 0)
            return;
        var figures = new { name, count = sorted.Count, p50_ms = At(sorted, 0.50), p99_ms = At(sorted, 0.99), max_ms = At(sorted, 1) };
        var folder = Path.Combine(Repository.Root, "artifacts", "figures");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(figures));
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {figures.count} rooms, p50 {figures.p50_ms} ms, p99 {figures.p99_ms} ms, max {figures.max_ms} ms"));
    }

    private static double At(List<TimeSpan> sorted, double share) =>
        Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))].TotalMilliseconds, 1);
}
