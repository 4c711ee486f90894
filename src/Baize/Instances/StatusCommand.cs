using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Baize.Cluster.Instances;
using Baize.Output;
using Spectre.Console;

namespace Baize.Instances;

/// <summary><c>baize status</c>.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON, as GET /api/v1/instances gives it." };

    public static Command Create()
    {
        var command = new Command("status", "Lists the live game servers.") { InstanceOptions.Api, InstanceOptions.Redis, Json };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>The instances as a table.</summary>
    public static Table Table(InstanceList list, DateTimeOffset now)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in (string[])["Instance", "Address", "State"])
            table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var column in (string[])["Connections", "Rooms", "Up for", "Heard of", "Pid"])
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Version").NoWrap());
        foreach (var i in list.Instances)
        {
            table.AddRow(
                Markup.Escape(i.InstanceId),
                Markup.Escape($"{i.Address}:{i.Port}"),
                i.State is InstanceState.Active ? "[green]active[/]" : $"[yellow]{Markup.Escape(i.State)}[/]",
                Number(i.Connections),
                Number(i.Rooms),
                Span(now - DateTimeOffset.FromUnixTimeSeconds(i.RegisteredAt)),
                i.HeartbeatAt == 0 ? "" : $"{Span(now - DateTimeOffset.FromUnixTimeMilliseconds(i.HeartbeatAt))} ago",
                i.Pid == 0 ? "" : Number(i.Pid),
                Markup.Escape(i.Version));
        }
        return table;
    }

    /// <summary>A span as people say it: the largest unit and the next.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalHours: < 24 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = InstanceOptions.RequestTimeout };
        await using var instances = await InstanceOptions.OpenAsync(arguments, http, cancellationToken);
        var list = await instances.ListAsync(cancellationToken);
        if (arguments.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(list, InstanceJson.Default.InstanceList));
        else if (list.Instances.Count == 0)
            Console.WriteLine("No game server is alive.");
        else
            Console.WriteLine(Terminal.Render(Table(list, TimeProvider.System.GetUtcNow()), Terminal.HasColour));
        return 0;
    }
}
