using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Baize.Cluster.Metrics;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>What calls to Redis cost. Of the process, not of a host in it: the calls are made where no host is known.</summary>
internal static class RedisMetrics
{
    private static readonly Meter Meter = new("Baize.Redis");
    private static readonly Histogram<double> Calls =
        Meter.CreateLatency("baize.redis.call.duration", "Time from a call to Redis to its answer, by operation: a round trip, or several that travel together.");
    private static readonly string[] Kinds = ["timeout", "connection", "refused"];
    private static readonly long[] Errors = new long[3];
    private static readonly ConcurrentDictionary<string, string> Operations = new(StringComparer.Ordinal);

    static RedisMetrics() => Meter.CreateObservableCounter(
        "baize.redis.errors",
        () => Kinds.Select((kind, i) => new Measurement<long>(Volatile.Read(ref Errors[i]), new KeyValuePair<string, object?>("kind", kind))),
        "{call}",
        "Calls to Redis without an answer, or refused, by kind.");

    /// <summary>A timestamp; 0 where nobody counts.</summary>
    public static long Begin() => Calls.Enabled ? TimeProvider.System.GetTimestamp() : 0;

    /// <param name="caller">The method that asked: the operation's name in our code.</param>
    /// <param name="started">Of <see cref="Begin"/>.</param>
    public static void Answered(string caller, long started)
    {
        if (started != 0)
            Calls.Record(TimeProvider.System.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("operation", Operation(caller)));
    }

    public static void Failed(Exception exception) => Interlocked.Increment(ref Errors[Kind(exception)]);

    private static int Kind(Exception exception) => exception switch
    {
        TimeoutException => 0,
        RedisServerException => 2,
        _ => 1,
    };

    // CommitAsync: commit; ReadLogAsync: read_log.
    private static string Operation(string caller) => Operations.GetOrAdd(caller, static name =>
    {
        var text = new StringBuilder();
        foreach (var c in name.EndsWith("Async", StringComparison.Ordinal) ? name[..^5] : name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    });
}
