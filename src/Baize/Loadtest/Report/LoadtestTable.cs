using System.Globalization;
using Spectre.Console;

namespace Baize.Loadtest.Report;

/// <summary>A report as a table.</summary>
internal static class LoadtestTable
{
    public static Table Of(LoadtestReport report)
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = false };
        table.AddColumns("what", "value");
        foreach (var (what, value) in report.Idle is { } idle ? Rows(idle) : report.Median is { } median ? Rows(median, report.Runs.Count) : [("runs that held", "none")])
            table.AddRow(Markup.Escape(what), Markup.Escape(value));
        return table;
    }

    private static IEnumerable<(string What, string Value)> Rows(RunResult run, int runs)
    {
        if (runs > 1)
            yield return ("of", $"{runs} runs");
        yield return ("messages/s per room", Text($"{run.PerSecond:0.##}"));
        yield return ("deliveries/s", Text($"{run.DeliveriesPerSecond:N0}"));
        yield return ("latency, p50 / p99 / max", Text($"{run.P50Ms:0.00} / {run.P99Ms:0.00} / {run.MaxMs:0.0} ms"));
        yield return ("of that this tool's, p99", Text($"{run.LagP99Ms:0.00} ms"));
        yield return ("lost / doubled / out of order", Text($"{run.Lost:N0} / {run.Doubled:N0} / {run.OutOfOrder:N0}"));
        yield return ("positions that were wrong", Text($"{run.SeqFaults:N0}"));
        yield return ("refused / disconnected", Text($"{run.Refused:N0} / {run.Disconnected:N0}"));
        foreach (var group in run.Groups)
            yield return (group.Name, Text($"{group.CpuPerMillion:0.0} CPU-s per 1M deliveries, {group.WaitsPerDelivery:0.00} waits each, RSS {group.RssKb / 1024.0:0} MB"));
    }

    private static IEnumerable<(string What, string Value)> Rows(IdleResult idle)
    {
        yield return ("connections", Text($"{idle.Connections:N0}, {(idle.Members == 0 ? "in no room" : Text($"in rooms of {idle.Members}"))}"));
        yield return ("disconnected", Text($"{idle.Disconnected:N0}"));
        foreach (var group in idle.Groups)
            yield return (group.Name, Text($"{group.KbPerConnection:0.0} KB per connection, {group.CpuMsPerSecond:0.0} ms CPU per s, {group.WaitsPerSecond:0} waits per s, RSS {group.RssKb / 1024.0:0} MB"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
