using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Baize.Chaos;

/// <summary><c>baize chaos</c>.</summary>
internal static class ChaosCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private static readonly Option<string?> Api = new("--api") { Description = "Attach to a running platform: only drive players and check. None of the faults can be injected there, they need processes of this command's own: break things yourself meanwhile.", HelpName = "url" };

    private static readonly Option<int?> Seed = new("--seed") { Description = "The same seed makes the same faults at the same times. Random where not given; it is printed.", HelpName = "n" };

    private static readonly Option<int> Duration = new("--duration") { Description = "Seconds of load.", HelpName = "s", DefaultValueFactory = _ => 60 };

    private static readonly Option<int> Instances = new("--instances") { Description = "Game servers to start.", HelpName = "n", DefaultValueFactory = _ => 3 };

    private static readonly Option<int> Rooms = new("--rooms") { Description = "Rooms.", HelpName = "n", DefaultValueFactory = _ => 20 };

    private static readonly Option<int> Members = new("--members") { Description = "Players in each room.", HelpName = "n", DefaultValueFactory = _ => 3 };

    private static readonly Option<double> PerSecond = new("--rate") { Description = "Messages per room and second.", HelpName = "n", DefaultValueFactory = _ => 2 };

    private static readonly Option<string> Faults = new("--faults")
    {
        Description = "What may be broken, comma-separated. kill, stop, drain: a game server gets SIGKILL, SIGSTOP for seconds, SIGTERM. partition: one is cut off from Redis, its clients stay connected. "
            + "redis-kill, redis-stop: as it says; they need redis-server on the PATH, else the embedded store is used and stays whole.",
        HelpName = "list",
        DefaultValueFactory = _ => FaultNames.All,
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Print the verdict as JSON, nothing else." };

    public static Command Create()
    {
        var command = new Command("chaos", "Starts a platform, drives players, kills, stops, drains and cuts off by plan, and checks what every player got. Exit code 0: all promises held.")
        {
            Api, Seed, Duration, Instances, Rooms, Members, PerSecond, Faults, AsJson,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = new ChaosSettings(
            ApiOf(arguments.GetValue(Api)),
            arguments.GetValue(Seed) ?? Random.Shared.Next(1, 1_000_000),
            TimeSpan.FromSeconds(InRange("--duration", arguments.GetValue(Duration), 5, 86_400)),
            InRange("--instances", arguments.GetValue(Instances), 2, 16),
            InRange("--rooms", arguments.GetValue(Rooms), 1, 1_000),
            InRange("--members", arguments.GetValue(Members), 1, 100),
            InRange("--rate", arguments.GetValue(PerSecond), 0.1, 25),
            FaultNames.Parse(arguments.GetValue(Faults)!));
        var json = arguments.GetValue(AsJson);
        Action<string> tell = json ? _ => { } : Console.WriteLine;
        tell(string.Create(CultureInfo.InvariantCulture, $"Seed {settings.Seed}."));
        var verdict = await new ChaosRun(settings, TimeProvider.System, tell).RunAsync(cancellationToken);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(verdict, Json));
        else
            AnsiConsole.Write(Table(verdict));
        foreach (var line in verdict.Broken.Take(20))
            await Console.Error.WriteLineAsync($"broken: {line}");
        return verdict.Broken.Count == 0 ? 0 : 1;
    }

    private static Table Table(ChaosVerdict verdict)
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = false };
        table.AddColumns("what", "value");
        foreach (var (what, value) in ((string, string)[])
        [
            ("faults", string.Join(", ", verdict.Faults.Select(f => $"{f.Value} {f.Key}"))),
            ("not injected", verdict.NotInjected.Count == 0 ? "none" : string.Join(", ", verdict.NotInjected)),
            ("messages acked", $"{verdict.Acked}"),
            ("events delivered", $"{verdict.Deliveries}"),
            ("reconnects", $"{verdict.Reconnects}"),
            ("to the ack, p50 / p99 / max", string.Create(CultureInfo.InvariantCulture, $"{verdict.AckP50Ms} / {verdict.AckP99Ms} / {verdict.AckMaxMs} ms")),
            ("promises broken", verdict.Broken.Count == 0 ? "none" : $"{verdict.Broken.Count}"),
        ])
            table.AddRow(Markup.Escape(what), Markup.Escape(value));
        return table;
    }

    private static Uri? ApiOf(string? api) => api switch
    {
        null => null,
        _ when Uri.TryCreate(api, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => url,
        _ => throw new CommandException($"--api is '{api}'; it must be an http or https URL, as http://localhost:8080."),
    };

    private static T InRange<T>(string option, T value, T least, T most)
        where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
        ? value
        : throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be {least} to {most}."));
}
