using System.Diagnostics;
using System.Globalization;

namespace Baize.Bench.Scaling.Check;

/// <summary>What a Redis has done so far, by its own count.</summary>
internal sealed record RedisSample(long At, IReadOnlyDictionary<string, double> Calls, double BytesIn, double BytesOut)
{
    /// <summary>Asks it.</summary>
    public static async Task<RedisSample> TakeAsync(int port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("redis-cli", ["-p", $"{port}", "INFO", "all"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Read(text, Stopwatch.GetTimestamp());
    }

    /// <summary>Reads the answer to <c>INFO all</c>.</summary>
    public static RedisSample Read(string info, long at)
    {
        var calls = new Dictionary<string, double>(StringComparer.Ordinal);
        var (bytesIn, bytesOut) = (0.0, 0.0);
        foreach (var line in info.Split('\n', StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var (name, value) = (line[..colon], line[(colon + 1)..]);
            if (name.StartsWith("cmdstat_", StringComparison.Ordinal))
                calls[name["cmdstat_".Length..]] = Number(value["calls=".Length..].Split(',')[0]);
            else if (name == "total_net_input_bytes")
                bytesIn = Number(value);
            else if (name == "total_net_output_bytes")
                bytesOut = Number(value);
        }
        return new RedisSample(at, calls, bytesIn, bytesOut);
    }

    /// <summary>What was done since, per second.</summary>
    public RedisRate Since(RedisSample earlier)
    {
        var seconds = Stopwatch.GetElapsedTime(earlier.At, At).TotalSeconds;
        return new RedisRate(
            Calls.ToDictionary(c => c.Key, c => (c.Value - earlier.Calls.GetValueOrDefault(c.Key)) / seconds),
            (BytesIn - earlier.BytesIn) / seconds,
            (BytesOut - earlier.BytesOut) / seconds);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
