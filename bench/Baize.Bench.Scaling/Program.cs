using System.CommandLine;
using Baize.Bench.Compare;
using Baize.Bench.Scaling;
using Baize.Bench.Scaling.Check;

var check = new Option<bool>("--check") { Description = "Starts 2 and 16 game servers and a Redis, and prints what was predicted beside what is measured. Five minutes." };
var only = new Option<string>("--only") { Description = $"With --check: of {string.Join(", ", Scenario.All.Select(s => s.Name))} those named, comma-separated.", HelpName = "list" };
var markdown = new Option<bool>("--markdown") { Description = "Writes the tables into docs/scaling.md." };
var redis = new Option<bool>("--redis") { Description = "Measures what the platform's commands cost a busy Redis: 20 s." };
var port = new Option<int>("--port-base") { Description = "The first of 60 ports, with --check.", DefaultValueFactory = _ => 26_000 };

var root = new RootCommand("What Baize costs at any number of instances, rooms and members: a model of its traffic, fed with measured costs.") { check, only, markdown, redis, port };
root.SetAction(async (arguments, stop) =>
{
    var costs = Costs.Parse(await File.ReadAllTextAsync(Repository.File("bench", "Baize.Bench.Scaling", "costs.json"), stop));
    if (arguments.GetValue(check))
        return await CheckRun.RunAsync(costs, arguments.GetValue(only)?.Split(','), arguments.GetValue(port), stop) ? 0 : 1;
    if (arguments.GetValue(redis))
    {
        await BusyRedis.RunAsync(arguments.GetValue(port), stop);
        return 0;
    }
    var tables = new Tables(costs).All;
    if (arguments.GetValue(markdown))
    {
        var file = Repository.File("docs", "scaling.md");
        await File.WriteAllTextAsync(file, Page.Write(await File.ReadAllTextAsync(file, stop), tables), stop);
        return 0;
    }
    foreach (var (name, table) in tables)
        Console.WriteLine($"{name}\n\n{table()}\n");
    return 0;
});
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) }); // time to end the servers
