using System.Globalization;
using Baize.Cluster.Instances;
using Spectre.Console;

namespace Baize.Instances;

/// <summary>The cluster at a glance.</summary>
internal static class StatusTable
{
    private const string Unknown = "–";

    /// <summary>The instances and what they do.</summary>
    /// <param name="list">The registry's records.</param>
    /// <param name="figures">What instances say of themselves, by id; those that do not answer are missing.</param>
    /// <param name="now">The time.</param>
    public static Table Of(InstanceList list, IReadOnlyDictionary<string, InstanceFigures> figures, DateTimeOffset now)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in (string[])["Instance", "Address", "State"])
            table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var column in (string[])["Connections", "Rooms", "Frames/s", "Deliveries/s", "CPU", "Memory", "Up for", "Heard of", "Pid"])
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Version").NoWrap());
        foreach (var i in list.Instances)
        {
            var live = figures.GetValueOrDefault(i.InstanceId);
            table.AddRow(
                Markup.Escape(i.InstanceId),
                Markup.Escape($"{i.Address}:{i.Port}"),
                State(i, live),
                Number(live?.Connections ?? i.Connections),
                Number(live?.Rooms ?? i.Rooms),
                live is null ? Unknown : Number(live.FramesInPerSecond),
                live is null ? Unknown : Number(live.DeliveriesPerSecond),
                live is null ? Unknown : live.Cpu.ToString("0.00", CultureInfo.InvariantCulture),
                live is null ? Unknown : $"{Number(live.MemoryBytes / 1048576.0)} MiB",
                Span(now - DateTimeOffset.FromUnixTimeSeconds(i.RegisteredAt)),
                i.HeartbeatAt == 0 ? "" : $"{Span(now - DateTimeOffset.FromUnixTimeMilliseconds(i.HeartbeatAt))} ago",
                i.Pid == 0 ? "" : i.Pid.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(i.Version));
        }
        return table;
    }

    /// <summary>All of them in a line.</summary>
    public static string Summary(InstanceList list, IReadOnlyDictionary<string, InstanceFigures> figures)
    {
        var connections = list.Instances.Sum(i => figures.GetValueOrDefault(i.InstanceId)?.Connections ?? i.Connections);
        var rooms = list.Instances.Sum(i => figures.GetValueOrDefault(i.InstanceId)?.Rooms ?? i.Rooms);
        return $"{Number(list.Instances.Count)} game servers, {Number(connections)} connections, {Number(rooms)} rooms, "
            + $"{Number(figures.Values.Sum(f => f.DeliveriesPerSecond))} deliveries/s";
    }

    /// <summary>A span as people say it: the largest unit and the next.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalHours: < 24 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    private static string State(InstanceRecord instance, InstanceFigures? live) =>
        live is null ? "[red]no answer[/]"
        : instance.State is InstanceState.Active ? "[green]active[/]"
        : $"[yellow]{Markup.Escape(instance.State)}[/]";

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
