using Baize.Cluster;
using Baize.Cluster.Instances;

namespace Baize.Api.Routing;

/// <summary>
/// The instances as the router sees them: read from the source once a second at most, however many ask, so that a flood of
/// requests is no flood on Redis. While the source is away the last good list stands.
/// </summary>
internal sealed partial class LiveInstances(IInstanceSource source, TimeProvider time, ILogger<LiveInstances> logger)
{
    /// <summary>How old a list may be. An instance that has died since is found out by asking it.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>How long a read of the source may take: above the second that a command to Redis may.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long a request that has an old list waits for a new one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private Snapshot? _last;
    private Task<Snapshot>? _reading;

    /// <summary>Why the source was not to be read, the last time it was tried; null where it was.</summary>
    public string? Fault => Volatile.Read(ref _last)?.Fault;

    /// <summary>The list.</summary>
    public async ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && time.GetElapsedTime(last.ReadAt) < MaxAge)
            return last.Instances;
        var reading = Read();
        if (last is null)
            return (await reading.WaitAsync(cancellationToken)).Instances;
        try
        {
            return (await reading.WaitAsync(Patience, time, cancellationToken)).Instances;
        }
        catch (TimeoutException)
        {
            return last.Instances;
        }
    }

    // One read for all who wait; its end does not hang on any of them.
    private Task<Snapshot> Read()
    {
        lock (_lock)
            return _reading is { IsCompleted: false } ? _reading : _reading = ReadAsync();
    }

    private async Task<Snapshot> ReadAsync()
    {
        await Task.Yield(); // out of the caller's lock
        using var deadline = new CancellationTokenSource(ReadTimeout, time);
        var before = Volatile.Read(ref _last);
        Snapshot next;
        try
        {
            var instances = await source.ListAsync(deadline.Token);
            next = new Snapshot([.. instances.Where(IsReachable)], time.GetTimestamp(), Fault: null);
            if (before?.Fault is not null)
                Log.SourceBack(logger, next.Instances.Count);
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or OperationCanceledException)
        {
            var fault = ex is ClusterUnavailableException ? ex.Message : $"The registry did not answer within {ReadTimeout.TotalSeconds} s.";
            next = new Snapshot(before?.Instances ?? [], time.GetTimestamp(), fault);
            if (before?.Fault is null)
                Log.SourceLost(logger, next.Instances.Count, fault);
        }
        Volatile.Write(ref _last, next);
        return next;
    }

    // Other programs may write to the registry: what is no address cannot be asked.
    private static bool IsReachable(InstanceRecord instance) => Uri.CheckHostName(instance.Address) != UriHostNameType.Unknown;

    private sealed record Snapshot(IReadOnlyList<InstanceRecord> Instances, long ReadAt, string? Fault);

    private static partial class Log // ids 4000-4009
    {
        [LoggerMessage(4000, LogLevel.Warning, "The registry is away; going on with the last {Instances} instances: {Reason}", EventName = "SourceLost")]
        public static partial void SourceLost(ILogger logger, int instances, string reason);

        [LoggerMessage(4001, LogLevel.Information, "The registry is back: {Instances} instances.", EventName = "SourceBack")]
        public static partial void SourceBack(ILogger logger, int instances);
    }
}
