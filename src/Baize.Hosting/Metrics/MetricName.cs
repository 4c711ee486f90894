using System.Diagnostics.Metrics;
using System.Text;

namespace Baize.Hosting.Metrics;

/// <summary>An instrument's name as Prometheus has it: by OpenTelemetry's rules, so that dashboards made for either fit.</summary>
internal static class MetricName
{
    /// <summary>Units as Prometheus writes them out. Others in braces only say what is counted.</summary>
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["By"] = "bytes",
        ["1"] = "ratio",
    };

    /// <summary>Names of the runtime's that Prometheus' linter takes for parts of a histogram.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["dotnet.assembly.count"] = "dotnet.assemblies",
        ["dotnet.process.cpu.count"] = "dotnet.process.cpus",
        ["dotnet.thread_pool.thread.count"] = "dotnet.thread_pool.threads",
        ["dotnet.timer.count"] = "dotnet.timers",
    };

    /// <summary><c>baize.commit.duration</c> in <c>s</c> is <c>baize_commit_duration_seconds</c>; a counter ends in <c>_total</c>.</summary>
    public static string Of(Instrument instrument, MetricType type)
    {
        var name = Word(Renamed.GetValueOrDefault(instrument.Name, instrument.Name));
        if (instrument.Unit is { } unit && Units.TryGetValue(unit, out var written) && !name.EndsWith(written, StringComparison.Ordinal)
            && (unit != "1" || type == MetricType.Gauge))
        {
            name += "_" + written;
        }
        return type == MetricType.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>A label's name: what Prometheus does not allow becomes an underscore.</summary>
    public static string Word(string name)
    {
        var word = new StringBuilder(name.Length + 1);
        foreach (var c in name)
            word.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        if (word.Length == 0 || char.IsAsciiDigit(word[0]))
            word.Insert(0, '_');
        return word.ToString();
    }
}
