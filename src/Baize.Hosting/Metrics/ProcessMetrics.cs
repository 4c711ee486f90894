using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Baize.Hosting.Metrics;

/// <summary>What every process says of itself.</summary>
internal sealed class ProcessMetrics
{
    public ProcessMetrics(IMeterFactory meters, ProcessFacts facts)
    {
        var version = Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3) ?? "";
        using var self = Process.GetCurrentProcess();
        var started = new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        var info = new Measurement<int>(1, new("role", facts.Role), new("version", version), new("mode", facts.IsProduction ? "production" : "development"));
        var secrets = facts.GeneratedSecrets.Select(key => new Measurement<int>(1, new KeyValuePair<string, object?>("key", key))).ToArray();

        var meter = meters.Create("Baize.Process");
        meter.CreateObservableGauge("baize.build.info", () => info, description: "Always 1; the labels say what runs here.");
        meter.CreateObservableGauge("process.start_time", () => started, "s", "When the process started, in Unix time.");
        meter.CreateObservableGauge("baize.generated_secrets", () => secrets, description: "1 for each secret that nobody set: generated, for development only.");
    }
}
