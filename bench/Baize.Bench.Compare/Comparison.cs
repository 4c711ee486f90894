namespace Baize.Bench.Compare;

/// <summary>Runs the workloads, the sides in turn: A B A B, so that what else the machine does falls on both.</summary>
internal sealed class Comparison(Settings settings)
{
    private readonly string _folder = Directory.CreateDirectory(Repository.File("artifacts", "bench")).FullName;

    public async Task<Results> RunAsync(CancellationToken cancellationToken)
    {
        var results = new Results(Machine.Read(), settings.Rounds, settings.Duration, settings.Warmup, []);
        foreach (var workload in settings.Workloads)
        {
            Console.WriteLine(workload.Title);
            results.Workloads.Add(await RunAsync(workload, cancellationToken));
            await results.WriteAsync(settings.Output); // after each: a run that is broken off has told something
        }
        return results;
    }

    private async Task<WorkloadResult> RunAsync(Workload workload, CancellationToken cancellationToken)
    {
        var sides = workload.Sides.Where(s => !settings.OnlyBaize || s != Side.SignalR).ToArray();
        var runs = sides.ToDictionary(s => s, _ => new List<Measurement>());
        var servers = new Dictionary<Side, ServerGroup>();
        try
        {
            for (var round = 0; round < settings.Rounds; round++)
            {
                foreach (var side in sides)
                {
                    if (!servers.TryGetValue(side, out var group))
                        servers[side] = group = await ServerGroup.StartAsync(side, settings.Port + 20 * (int)side, _folder, cancellationToken);
                    var run = await LoadtestProcess.RunAsync(group, side, Arguments(workload), _folder, cancellationToken);
                    runs[side].Add(run);
                    Console.WriteLine($"  {side,-8} {Results.Line(run)}");
                    if (workload.Fresh)
                    {
                        await group.DisposeAsync();
                        servers.Remove(side);
                    }
                }
            }
        }
        finally
        {
            foreach (var group in servers.Values)
                await group.DisposeAsync();
        }
        return new WorkloadResult(workload.Name, workload.Title, runs.ToDictionary(r => r.Key.ToString(), r => (IReadOnlyList<Measurement>)r.Value));
    }

    private IEnumerable<string> Arguments(Workload workload)
    {
        var duration = workload.IsIdle ? settings.IdleDuration : workload.Duration is { } own ? Math.Min(own, settings.Duration) : settings.Duration;
        IEnumerable<string> times = ["--duration", $"{duration}", "--warmup", $"{(workload.IsRamp ? 2 : settings.Warmup)}"];
        return workload.Arguments.Concat(workload.IsIdle ? ["--idle", $"{settings.IdleConnections}"] : []).Concat(times);
    }
}
