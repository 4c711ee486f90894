using System.Globalization;
using Baize.Bench.Compare;

namespace Baize.Bench.Scaling.Check;

/// <summary>The model beside real game servers on a real Redis: commands and bytes per delivery, which no neighbour changes.</summary>
internal static class CheckRun
{
    private const int Measured = 20; // seconds: two heartbeats
    private const int Load = 28; // the load test tells after 5 s that it is under way
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10); // longer than a room of nobody waits before it ends
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12); // beyond the first heartbeat

    /// <summary>Runs it.</summary>
    /// <returns>Whether all is within the tolerance.</returns>
    public static async Task<bool> RunAsync(Costs costs, string[]? only, int port, CancellationToken cancellationToken)
    {
        if (only?.FirstOrDefault(o => Scenario.All.All(s => s.Name != o)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"--only has '{unknown}'; allowed: {string.Join(", ", Scenario.All.Select(s => s.Name))}.");
            return false;
        }
        Console.WriteLine("| run | figure | model | measured | |\n|---|---|---:|---:|---:|");
        var holds = true;
        foreach (var scenarios in Scenario.All.Where(s => only is null || only.Contains(s.Name)).GroupBy(s => s.Instances))
            holds &= await RunAsync(costs, scenarios.Key, [.. scenarios], port + 20 * (scenarios.Key == 16 ? 1 : 0), cancellationToken);
        return holds;
    }

    private static async Task<bool> RunAsync(Costs costs, int instances, Scenario[] scenarios, int port, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "bench")).FullName;
        await using var servers = await ServerGroup.StartAsync(instances == 16 ? Side.Baize16 : Side.Baize, port, folder, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var (idle, idleCpu) = await WatchAsync(servers, port, cancellationToken);
        var holds = Tell($"{instances} at rest", Idle(new Traffic(scenarios[0].Fleet with { Rooms = 0 }, costs), idle));
        var client = new Traffic(scenarios[0].Fleet with { Rooms = 0 }, costs with { Client = new ClientCosts("", 0, 0, 0) });
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{instances} at rest: the client's own, per instance and second: {(idle.Commands - client.Commands) / instances:0.0} commands, {(idle.BytesIn - client.Bytes.In) / instances:0} bytes in, {(idle.BytesOut - client.Bytes.Out) / instances:0} out. {Commands(idle)}"));
        foreach (var scenario in scenarios)
            holds &= await RunAsync(costs, scenario, servers, port, idle, idleCpu, cancellationToken);
        return holds;
    }

    private static async Task<bool> RunAsync(
        Costs costs, Scenario scenario, ServerGroup servers, int port, RedisRate idle, double idleCpu, CancellationToken cancellationToken)
    {
        var urls = Enumerable.Range(1, scenario.With).Select(i => $"ws://127.0.0.1:{port + i}/ws");
        await using var load = await LoadProcess.StartAsync(urls, scenario.Arguments(Load), cancellationToken);
        var (rate, cpu) = await WatchAsync(servers, port, cancellationToken);
        await load.EndAsync(cancellationToken);
        await RoomsEndAsync(port, cancellationToken);
        var deliveries = scenario.Fleet.Deliveries;
        if (scenario.With == 2)
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}: {(cpu - idleCpu) * 1e6 / deliveries:0.0} µs of CPU per delivery, of the two instances concerned, above what they use at rest"));
        await Console.Error.WriteLineAsync($"{scenario.Name}: {Commands(rate)}");
        return Tell(scenario.Name, Figures(
            new Traffic(scenario.Fleet, costs), new Traffic(scenario.Fleet with { Rooms = 0 }, costs), rate, idle, deliveries));
    }

    // Rooms whose members have gone say so and end; what that takes must not be counted with the next run.
    private static async Task RoomsEndAsync(int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestEnd);
        for (var first = await RedisSample.TakeAsync(port, limit.Token); ;)
        {
            await Task.Delay(Quiet, limit.Token);
            var last = await RedisSample.TakeAsync(port, limit.Token);
            if (last.Since(first).Commits == 0)
                return;
            first = last;
        }
    }

    private static IEnumerable<Comparison> Idle(Traffic model, RedisRate measured) =>
    [
        new("commands/s", model.Commands, measured.Commands),
        new("PUBLISH/s", model.AllPublishes, measured.Publishes),
        new("GET/s", model.Reads, measured.Of("get")),
        new("KB/s to Redis", model.Bytes.In / 1_000, measured.BytesIn / 1_000),
        new("KB/s from Redis", model.Bytes.Out / 1_000, measured.BytesOut / 1_000),
    ];

    private static IEnumerable<Comparison> Figures(Traffic model, Traffic rest, RedisRate measured, RedisRate idle, double deliveries) =>
    [
        new("PUBLISH per delivery", (model.AllPublishes + model.Told - rest.AllPublishes) / deliveries, (measured.Publishes - idle.Publishes) / deliveries),
        new("EVALSHA per delivery", model.Commits / deliveries, (measured.Commits - idle.Commits) / deliveries),
        new("others within scripts per delivery", model.Inner / deliveries, (measured.Inner - idle.Inner) / deliveries),
        new("all commands per delivery", (model.Commands + model.Told - rest.Commands) / deliveries, (measured.Commands - idle.Commands) / deliveries),
        new("bytes to Redis per delivery", (model.Bytes.In - rest.Bytes.In) / deliveries, (measured.BytesIn - idle.BytesIn) / deliveries),
        new("bytes from Redis per delivery", (model.Bytes.Out - rest.Bytes.Out) / deliveries, (measured.BytesOut - idle.BytesOut) / deliveries),
    ];

    private static async Task<(RedisRate Rate, double Cpu)> WatchAsync(ServerGroup servers, int port, CancellationToken cancellationToken)
    {
        var pids = servers.Pids.Take(2).ToArray();
        var (first, used) = (await RedisSample.TakeAsync(port, cancellationToken), ProcessTime.Of(pids));
        await Task.Delay(TimeSpan.FromSeconds(Measured), cancellationToken);
        var (last, usedThen) = (await RedisSample.TakeAsync(port, cancellationToken), ProcessTime.Of(pids));
        return (last.Since(first), (usedThen - used) / Measured);
    }

    private static bool Tell(string scenario, IEnumerable<Comparison> comparisons)
    {
        var holds = true;
        foreach (var comparison in comparisons.Where(c => c.Predicted != 0 || c.Measured > 0.01))
        {
            Console.WriteLine(comparison.Row(scenario));
            holds &= comparison.Holds;
        }
        return holds;
    }

    private static string Commands(RedisRate rate) => string.Join(
        ", ", rate.Calls.Where(c => c.Value > 0.05).OrderByDescending(c => c.Value).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value:0.#}/s")));
}
