using Baize.Admin.Platform;

namespace Baize.Admin.Overview;

/// <summary>
/// Looks at the platform every two seconds, however many pages are open: who is listed, and how each of them is. What it saw
/// last is what all pages show; one that is dead or stuck does not hold up the picture of the others.
/// </summary>
internal sealed partial class Sampler(ApiClient api, PlatformClient platform, History history, TimeProvider time, ILogger<Sampler> logger) : BackgroundService
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1) / History.Capacity;

    private static readonly TimeSpan StatsTimeout = TimeSpan.FromSeconds(1);

    /// <summary>While nobody at all answers, looks become as rare as this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>How long an instance that has left is still shown.</summary>
    private static readonly TimeSpan ShowGone = TimeSpan.FromMinutes(10);

    /// <summary>Instances followed at the most, those that have left included; the longest gone make room.</summary>
    private const int MaxWatched = 128;

    private readonly SemaphoreSlim _now = new(0, 1);
    private readonly Dictionary<string, WatchedInstance> _watched = new(StringComparer.Ordinal);
    private OverviewReply _last = new(0, 0, 0, "", [new("no_instance", "", "The first look is under way.")], Totals.Of([]), []);
    private long _number;
    private string? _apiFault;
    private string? _redisFault;

    /// <summary>The last look.</summary>
    public OverviewReply Last => Volatile.Read(ref _last);

    /// <summary>The instances that may be asked, the active before the draining.</summary>
    public IReadOnlyList<ListedInstance> Living => [.. Last.Instances.Where(IsAlive).OrderBy(i => i.State == "draining").ThenBy(i => i.Connections)
        .Select(i => new ListedInstance(i.InstanceId, i.Address, i.Port))];

    /// <summary>Looks at once: something was done that should be seen.</summary>
    public void LookNow()
    {
        lock (_now)
        {
            if (_now.CurrentCount == 0)
                _now.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _now.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                failures = await LookAsync(failures, stoppingToken) ? 0 : failures + 1;
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                failures++;
                Log.LookFailed(logger, ex); // a fault of ours, but the next look may do
            }
            await _now.WaitAsync(Pause(failures, Random.Shared.NextDouble()), stoppingToken);
        }
    }

    /// <summary>Two seconds; while nobody answers doubled up to ten, with jitter.</summary>
    internal static TimeSpan Pause(int failures, double random) => failures <= 1
        ? Interval
        : TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, Interval.TotalMilliseconds * (1 << Math.Min(failures - 1, 8))) * (0.75 + (random / 4)));

    private static bool IsAlive(InstanceRow row) => row.State is "active" or "draining";

    private async Task<bool> LookAsync(int failures, CancellationToken cancellationToken)
    {
        var view = await api.LookAsync(cancellationToken);
        Note(view);
        if (view.Instances is { } listed)
            Take(listed);
        await Task.WhenAll(_watched.Values.Select(async instance =>
        {
            var answer = await platform.GetAsync(instance.Listed.At("/stats"), StatsTimeout, cancellationToken);
            bool changed;
            lock (_watched) // answers come on many threads
                changed = instance.Take(answer, Now());
            if (changed && instance.Answers)
                Log.InstanceAnswers(logger, instance.Listed.InstanceId);
            else if (changed)
                Log.InstanceSilent(logger, instance.Listed.InstanceId, instance.Fault!);
        }));
        Forget();
        Publish(view, failures);
        return view.Fault is null || _watched.Values.Any(i => i.Answers);
    }

    private void Take(IReadOnlyList<ListedInstance> listed)
    {
        var byId = listed.Take(MaxWatched).ToDictionary(i => i.InstanceId, StringComparer.Ordinal);
        foreach (var (id, instance) in _watched)
            instance.Take(byId.GetValueOrDefault(id));
        foreach (var (id, instance) in byId)
            _watched.TryAdd(id, new WatchedInstance(instance));
    }

    private void Forget()
    {
        var gone = _watched.Values.Where(i => i.GoneSince > 0).OrderBy(i => i.GoneSince).ToList();
        var tooMany = _watched.Count - MaxWatched;
        foreach (var instance in gone)
        {
            if (tooMany-- > 0 || Now() - instance.GoneSince > ShowGone.TotalMilliseconds)
                _watched.Remove(instance.Listed.InstanceId);
        }
    }

    private void Publish(ApiView view, int failures)
    {
        InstanceRow[] rows = [.. _watched.Values.Select(i => i.Row()).OrderBy(r => r.InstanceId, StringComparer.Ordinal)];
        InstanceRow[] living = [.. rows.Where(IsAlive)];
        var now = Now();
        history.Add(now, living);
        Volatile.Write(ref _last, new OverviewReply(
            now, ++_number, (long)Pause(failures, 1).TotalMilliseconds, view.Health?.Mode ?? "", [.. Troubles.Of(view, rows)], Totals.Of(living), rows));
    }

    // Each once when it begins and once when it ends.
    private void Note(ApiView view)
    {
        if (view.Fault is not null && _apiFault is null)
            Log.ApiAway(logger, view.Address, view.Fault);
        else if (view.Fault is null && _apiFault is not null)
            Log.ApiBack(logger, view.Address);
        _apiFault = view.Fault;
        if (view.Fault is not null)
            return;
        var redis = view.Health is { Status: "not ready" } health ? health.Reason ?? "not ready" : null;
        if (redis is not null && _redisFault is null)
            Log.RedisAway(logger, redis);
        else if (redis is null && _redisFault is not null)
            Log.RedisBack(logger);
        _redisFault = redis;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static partial class Log // ids 5010-5019
    {
        [LoggerMessage(5010, LogLevel.Warning, "The API at {Address} does not answer; the instances of its last list are shown: {Fault}", EventName = "ApiAway")]
        public static partial void ApiAway(ILogger logger, Uri address, string fault);

        [LoggerMessage(5011, LogLevel.Information, "The API at {Address} answers.", EventName = "ApiBack")]
        public static partial void ApiBack(ILogger logger, Uri address);

        [LoggerMessage(5012, LogLevel.Warning, "Redis is away, says the API: {Fault}", EventName = "RedisAway")]
        public static partial void RedisAway(ILogger logger, string fault);

        [LoggerMessage(5013, LogLevel.Information, "Redis is back, says the API.", EventName = "RedisBack")]
        public static partial void RedisBack(ILogger logger);

        [LoggerMessage(5014, LogLevel.Warning, "Instance {InstanceId} does not answer: {Fault}", EventName = "InstanceSilent")]
        public static partial void InstanceSilent(ILogger logger, string instanceId, string fault);

        [LoggerMessage(5015, LogLevel.Information, "Instance {InstanceId} answers.", EventName = "InstanceAnswers")]
        public static partial void InstanceAnswers(ILogger logger, string instanceId);

        [LoggerMessage(5016, LogLevel.Error, "A look at the platform failed; the next comes.", EventName = "LookFailed")]
        public static partial void LookFailed(ILogger logger, Exception exception);
    }
}
