using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Baize.Loadtest.Accounting;
using Baize.Loadtest.Report;
using Baize.Loadtest.Targets;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest;

/// <summary>Connects the clients, has them talk or be silent, and adds up what came of it.</summary>
internal sealed class LoadtestRun(LoadtestSettings settings, ILoadTarget target, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    // After the joins, whose announcements are no part of the test.
    private static readonly TimeSpan MostSettling = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan QuietEnough = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ProcessGroup> _groups = [.. settings.Groups, new ProcessGroup("loadtest", [Environment.ProcessId])];
    private LoadLoop[] _loops = [];
    private int[][] _senders = [];
    private ushort _run;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="CommandException">Something is not to be reached, or refuses.</exception>
    public async Task<LoadtestReport> RunAsync(CancellationToken cancellationToken)
    {
        var before = Sample();
        var clients = Clients();
        var plan = new LoadPlan($"load-{Guid.NewGuid().ToString("N")[..8]}", MessageMark.Payload(Math.Max(settings.Payload, MessageMark.LeastPayload)));
        _loops = [.. Enumerable.Range(0, settings.Threads).Select(t => new LoadLoop(clients.Where((_, i) => i % settings.Threads == t), target, plan, time))];
        _senders = [.. _loops.Select((_, t) => clients.Select((c, i) => i % settings.Threads == t ? c.Token : -1).ToArray())];
        try
        {
            await WithProgressAsync(
                OnEachAsync((loop, _) => loop.Connect(cancellationToken)),
                () => $"{_loops.Sum(l => l.Tally.Ready)} of {clients.Length} clients are connected");
            await OnEachAsync((loop, _) => loop.Hold(MostSettling, QuietEnough, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (settings.Idle > 0)
                return Report([], median: null, await HoldAsync(before, cancellationToken));
            return settings.Ramp ? await RampAsync(cancellationToken) : await RepeatAsync(cancellationToken);
        }
        finally
        {
            foreach (var loop in _loops)
                loop.Dispose();
        }
    }

    private LoadClient[] Clients()
    {
        var addresses = settings.Urls.Select(Resolve).ToArray();
        var users = Random.Shared.NextInt64(1L << 40, 1L << 50); // nobody else's
        var count = settings.Idle > 0 ? settings.Idle : settings.Rooms * settings.Members;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (room, member) = settings.Members > 0 ? (i / settings.Members, i % settings.Members) : (-1, i);
            var instance = (settings.OnOwner && room >= 0 ? room : Math.Max(room, 0) + member) % addresses.Length;
            return new LoadClient(settings.Urls[instance], addresses[instance], users + i, room, member);
        })];
    }

    private async Task<IdleResult> HoldAsync(ProcessSample[] before, CancellationToken cancellationToken)
    {
        await OnEachAsync((loop, _) => loop.Hold(settings.Warmup, quiet: null, cancellationToken));
        var (first, started) = (Sample(), time.GetTimestamp());
        await WithProgressAsync(
            OnEachAsync((loop, _) => loop.Hold(settings.Duration, quiet: null, cancellationToken)),
            () => string.Create(CultureInfo.InvariantCulture, $"holding {settings.Idle} connections, {time.GetElapsedTime(started).TotalSeconds:0} of {settings.Duration.TotalSeconds:0} s"));
        cancellationToken.ThrowIfCancellationRequested();
        var (last, seconds) = (Sample(), time.GetElapsedTime(started).TotalSeconds);
        return new IdleResult(settings.Idle, settings.Members, Math.Round(seconds, 2), _loops.Sum(l => l.Tally.Lost), [.. _groups.Select((group, i) =>
        {
            var used = last[i].Since(first[i]);
            return new IdleCost(
                group.Name,
                Math.Round((double)(last[i].RssKb - before[i].RssKb) / settings.Idle, 2),
                Math.Round(used.CpuSeconds * 1000 / seconds, 2),
                Math.Round(used.Waits / seconds, 1),
                last[i].RssKb);
        })]);
    }

    private async Task<LoadtestReport> RepeatAsync(CancellationToken cancellationToken)
    {
        var runs = new List<RunResult>();
        for (var i = 0; i < settings.Runs; i++)
            runs.Add(await OnceAsync(settings.PerSecond, cancellationToken));
        return Report(runs, RunResult.Median(runs), idle: null);
    }

    private async Task<LoadtestReport> RampAsync(CancellationToken cancellationToken)
    {
        var ramp = new RateRamp(settings.PerSecond);
        var steps = new List<RunResult>();
        while (ramp.Next is { } rate)
        {
            var step = await OnceAsync(rate, cancellationToken);
            steps.Add(step);
            if (step.Disconnected > 0)
            {
                tell("A connection was cut: the ramp ends here.");
                break;
            }
            ramp.Take(RateRamp.Holds(step));
        }
        return Report(steps, steps.Where(RateRamp.Holds).MaxBy(s => s.PerSecond), idle: null);
    }

    private async Task<RunResult> OnceAsync(double rate, CancellationToken cancellationToken)
    {
        var schedule = new LoadSchedule(settings.Rooms, settings.Members, rate, settings.Warmup + settings.Duration);
        var ledger = new RunLedger(++_run, schedule, settings.Warmup, target.IsSequenced);
        var alreadyLost = _loops.Sum(l => l.Tally.Lost);
        var started = time.GetTimestamp() + (long)(HeadStart.TotalSeconds * time.TimestampFrequency);
        var running = OnEachAsync((loop, t) => loop.Run(ledger, started, _senders[t], () => _loops.Sum(l => l.Tally.Distinct), cancellationToken));
        await Task.Delay(HeadStart + settings.Warmup, time, cancellationToken);
        var (first, from, since) = (Sample(), Deliveries(), time.GetTimestamp());
        var (last, to, seconds) = (first, from, 0.0);
        var measuring = MeasureAsync();
        await WithProgressAsync(measuring, () => string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:0.##} messages/s per room, {time.GetElapsedTime(since).TotalSeconds:0} of {settings.Duration.TotalSeconds:0} s: {(Deliveries() - from) / time.GetElapsedTime(since).TotalSeconds:0} deliveries/s"));
        await running;
        cancellationToken.ThrowIfCancellationRequested();

        var (latency, lag) = (new LatencyHistogram(), new LatencyHistogram());
        foreach (var loop in _loops)
        {
            latency.Add(loop.Tally.Latency);
            lag.Add(loop.Tally.Lag);
        }
        var deliveries = to - from;
        var result = new RunResult(
            Math.Round(rate, 3), Math.Round(seconds, 3), ledger.Sent, deliveries, Math.Round(deliveries / seconds, 1),
            ledger.Lost, ledger.Doubled, ledger.OutOfOrder, ledger.SeqFaults, _loops.Sum(l => l.Tally.Refused), _loops.Sum(l => l.Tally.Acks),
            _loops.Sum(l => l.Tally.Lost) - alreadyLost,
            latency.AtMs(0.5), latency.AtMs(0.99), latency.MaxMs, lag.AtMs(0.99),
            [.. _groups.Select((group, i) => Cost(group.Name, last[i].Since(first[i]), last[i].RssKb, deliveries))]);
        tell(string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:0.##} messages/s per room: {result.DeliveriesPerSecond:0} deliveries/s, p50 {result.P50Ms:0.00} ms, p99 {result.P99Ms:0.00} ms, {result.Lost} lost; CPU µs per delivery: {string.Join(", ", result.Groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Name} {g.CpuPerMillion:0.0}")))}"));
        return result;

        async Task MeasureAsync()
        {
            await Task.Delay(settings.Duration, time, cancellationToken);
            (last, to, seconds) = (Sample(), Deliveries(), time.GetElapsedTime(since).TotalSeconds);
        }
    }

    private static GroupCost Cost(string name, (double CpuSeconds, long Waits, long Preemptions) used, long rss, long deliveries)
    {
        var count = Math.Max(1, deliveries);
        return new GroupCost(
            name, Math.Round(used.CpuSeconds, 2), Math.Round(used.CpuSeconds * 1_000_000 / count, 2),
            Math.Round((double)used.Waits / count, 3), Math.Round((double)used.Preemptions / count, 3), rss);
    }

    private LoadtestReport Report(IReadOnlyList<RunResult> runs, RunResult? median, IdleResult? idle) => new(
        target.Name, settings.Urls.Count, settings.OnOwner ? "owner" : "spread", settings.Rooms, settings.Members,
        settings.Payload, settings.Warmup.TotalSeconds, runs, median, idle, [.. _loops.SelectMany(l => l.Tally.Faults).Distinct().Take(10)]);

    private ProcessSample[] Sample() => [.. _groups.Select(g => g.Sample())];

    private long Deliveries() => _loops.Sum(l => l.Tally.Deliveries);

    // On a thread of its own each: they sleep in the kernel, which a thread of the pool must not.
    private Task OnEachAsync(Action<LoadLoop, int> phase) => Task.WhenAll(_loops.Select((loop, t) => Task.Factory.StartNew(
        () =>
        {
            LoadLoop.SharpenTimers();
            phase(loop, t);
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private async Task WithProgressAsync(Task work, Func<string> line)
    {
        using var timer = new PeriodicTimer(ProgressInterval, time);
        var tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, tick) == tick)
        {
            tell(line());
            tick = timer.WaitForNextTickAsync().AsTask();
        }
        await work;
    }

    private static SocketAddress Resolve(Uri url)
    {
        try
        {
            var address = Dns.GetHostAddresses(url.Host).OrderBy(a => a.AddressFamily != AddressFamily.InterNetwork).First();
            return new IPEndPoint(address, url.Port).Serialize();
        }
        catch (SocketException ex)
        {
            throw new CommandException($"--url has '{url.Host}', which has no address: {ex.Message}", ex);
        }
    }
}
