using System.CommandLine;
using System.Text.Json;
using Baize.Loadtest.Report;
using Baize.Loadtest.Wire;
using Baize.Output;

namespace Baize.Loadtest;

/// <summary><c>baize loadtest</c>.</summary>
internal static class LoadtestCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private static readonly Option<string[]> Urls = new("--url") { Description = "An instance's WebSocket address; once for each. Default ws://localhost:8081/ws.", HelpName = "ws://…" };

    private static readonly Option<string> Placement = Choice("--placement", "Where the members of a room connect: over all addresses in turn, or all to one, which then owns the room.", "spread", "owner");

    private static readonly Option<string> Kind = Choice("--kind", "What is sent: unlogged signals, or messages that are committed before they are delivered.", "signal", "message");

    private static readonly Option<string> Target = Choice("--target", "What is spoken: Baize's protocol, or SignalR's to compare with it.", "baize", "signalr");

    private static readonly Option<int> Rooms = new("--rooms") { Description = "Rooms.", HelpName = "n", DefaultValueFactory = _ => 25 };

    private static readonly Option<int> Members = new("--members") { Description = "Members of each room. With --idle 0: in no room.", HelpName = "n", DefaultValueFactory = _ => 4 };

    private static readonly Option<double> PerSecond = new("--rate") { Description = "Messages per room and second; its members take turns.", HelpName = "n", DefaultValueFactory = _ => 10 };

    private static readonly Option<int> Payload = new("--payload") { Description = "Bytes of a message's data.", HelpName = "n", DefaultValueFactory = _ => 100 };

    private static readonly Option<double> Duration = new("--duration") { Description = "Seconds that are measured.", HelpName = "s", DefaultValueFactory = _ => 10 };

    private static readonly Option<double> Warmup = new("--warmup") { Description = "Seconds of load before that; they count for loss alone.", HelpName = "s", DefaultValueFactory = _ => 3 };

    private static readonly Option<int> Runs = new("--runs") { Description = "Runs; the figures are their medians.", HelpName = "n", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Idle = new("--idle") { Description = "Only hold so many connections, and tell what they cost.", HelpName = "n" };

    private static readonly Option<bool> Ramp = new("--ramp") { Description = "Raise the rate until something is lost or p99 is over 100 ms, and tell the highest that held." };

    private static readonly Option<bool> Acks = new("--acks") { Description = "Give messages an id, so that each is acked." };

    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of this tool: one receives some 300,000 messages a second.", HelpName = "n", DefaultValueFactory = _ => 1 };

    private static readonly Option<string[]> Pids = new("--pid") { Description = "Processes whose CPU and memory are to be told, by name: servers=123,124. Once for each group.", HelpName = "name=pid" };

    // No default value for what is secret: --help would show it.
    private static readonly Option<string?> Secret = new("--secret") { Description = "Signs the players' tokens. Else auth.jwt_secret (AUTH_JWT_SECRET), else this machine's generated one.", HelpName = "text" };

    private static readonly Option<FileInfo?> JsonFile = new("--json") { Description = "Also write all figures as JSON.", HelpName = "file" };

    public static Command Create()
    {
        var command = new Command("loadtest", "Puts load on running game servers and counts what comes of it. Exit code 0: nothing was lost, doubled or out of order.")
        {
            Urls, Placement, Kind, Target, Rooms, Members, PerSecond, Payload, Duration, Warmup, Runs, Idle, Ramp, Acks, Threads, Pids, Secret, JsonFile,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new CommandException("loadtest runs on Linux only: it needs epoll, and reads the costs of processes from /proc.");
        var settings = LoadtestArguments.Check(new LoadtestSettings(
            LoadtestArguments.ReadUrls(arguments.GetValue(Urls)!, arguments.GetValue(Target)!),
            arguments.GetValue(Placement) == "owner",
            arguments.GetValue(Rooms),
            arguments.GetValue(Members),
            arguments.GetValue(PerSecond),
            Math.Max(arguments.GetValue(Payload), MessageMark.LeastPayload),
            TimeSpan.FromSeconds(arguments.GetValue(Duration)),
            TimeSpan.FromSeconds(arguments.GetValue(Warmup)),
            arguments.GetValue(Runs),
            arguments.GetValue(Idle),
            arguments.GetValue(Ramp),
            arguments.GetValue(Threads),
            LoadtestArguments.ReadGroups(arguments.GetValue(Pids)!)));
        var target = LoadtestArguments.OpenTarget(
            arguments.GetValue(Target)!, arguments.GetValue(Kind)!, arguments.GetValue(Acks), arguments.GetValue(Secret), TimeProvider.System);
        var report = await new LoadtestRun(settings, target, TimeProvider.System, Console.Error.WriteLine).RunAsync(cancellationToken);
        Console.WriteLine(Terminal.Render(LoadtestTable.Of(report), Terminal.HasColour));
        foreach (var fault in report.Faults)
            await Console.Error.WriteLineAsync($"fault: {fault}");
        if (arguments.GetValue(JsonFile) is { } file)
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(report, Json) + "\n", cancellationToken);
        return report.Idle is { Disconnected: 0 } || report.Median is { IsWhole: true } ? 0 : 1;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
