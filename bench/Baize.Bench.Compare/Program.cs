using System.CommandLine;
using Baize.Bench.Compare;

var only = new Option<string>("--only") { Description = $"Workloads, comma-separated: {string.Join(", ", Workload.All.Select(w => w.Name))}.", HelpName = "list" };
var quick = new Option<bool>("--quick") { Description = "Two minutes: the main workloads, once and shortly." };
var baize = new Option<bool>("--only-baize") { Description = "Without the peer." };
var rounds = new Option<int>("--rounds") { Description = "How often each side has its turn.", DefaultValueFactory = _ => 3 };
var duration = new Option<int>("--duration") { Description = "Seconds that are measured.", DefaultValueFactory = _ => 15 };
var warmup = new Option<int>("--warmup") { Description = "Seconds before that.", DefaultValueFactory = _ => 5 };
var port = new Option<int>("--port-base") { Description = "The first of 60 ports.", DefaultValueFactory = _ => 23100 };
var output = new Option<string>("--output") { Description = "Name of the results in bench/results.", DefaultValueFactory = _ => "latest" };
var minutes = new Option<int>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };

var steady = new Command("steady", "Whether memory stays where it is.") { minutes, port };
steady.SetAction(async (arguments, stop) => await SteadyRun.RunAsync(arguments.GetValue(minutes), arguments.GetValue(port), stop) ? 0 : 1);

var root = new RootCommand("Measures Baize and ASP.NET Core SignalR with a Redis backplane side by side.") { only, quick, baize, rounds, duration, warmup, port, output, steady };
root.SetAction(async (arguments, stop) =>
{
    var isQuick = arguments.GetValue(quick);
    var names = arguments.GetValue(only)?.Split(',', StringSplitOptions.TrimEntries);
    if (names?.FirstOrDefault(n => Workload.All.All(w => w.Name != n)) is { } unknown)
    {
        await Console.Error.WriteLineAsync($"--only has '{unknown}'; allowed: {string.Join(", ", Workload.All.Select(w => w.Name))}.");
        return 1;
    }
    var settings = new Settings(
        [.. Workload.All.Where(w => names?.Contains(w.Name) ?? (!isQuick || w.Quick))],
        arguments.GetValue(baize),
        isQuick ? 1 : arguments.GetValue(rounds),
        isQuick ? 8 : arguments.GetValue(duration),
        isQuick ? 4 : arguments.GetValue(warmup),
        isQuick ? 10 : 50,
        isQuick ? 2_000 : 10_000,
        arguments.GetValue(port),
        Repository.File("bench", "results", isQuick && arguments.GetResult(output) is null or { Implicit: true } ? "quick" : arguments.GetValue(output)!));
    var results = await new Comparison(settings).RunAsync(stop);
    Console.WriteLine();
    Console.WriteLine(results.Page());
    return 0;
});
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) }); // time to end the servers
