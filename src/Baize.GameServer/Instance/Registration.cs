using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Instance;

/// <summary>Keeps this instance on the list while it lives, takes it off when it stops, and sweeps the dead.</summary>
internal sealed partial class Registration(
    IInstanceRegistry registry,
    InstanceStatus status,
    ConnectionTable connections,
    RoomHost rooms,
    RoomVersions versions,
    DeadInstances dead,
    InstanceMetrics metrics,
    IHostApplicationLifetime lifetime,
    IOptions<LoadBalancerOptions> options,
    TimeProvider time,
    ILogger<Registration> logger) : BackgroundService
{
    private static readonly TimeSpan UnregisterTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _now = new(0, 1);
    private bool _failing;
    private bool _succeeded;
    private int _left;

    /// <summary>Heartbeats at once: something has changed that others should know.</summary>
    public void Announce()
    {
        lock (_now)
        {
            if (_now.CurrentCount == 0)
                _now.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await BeatOnAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // a drain by name stops this before the process is told to stop: the host would take it for a failure
        }
    }

    private async Task BeatOnAsync(CancellationToken stoppingToken)
    {
        // Not before the port listens: whoever is listed is sent players.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken);

        var interval = TimeSpan.FromSeconds(options.Value.HeartbeatInterval);
        for (var failures = 0; ;)
        {
            failures = await BeatAsync(stoppingToken) ? 0 : failures + 1;
            await _now.WaitAsync(failures == 0 ? interval : Retry(failures, interval), stoppingToken);
        }
    }

    /// <summary>Takes this instance off the list. Safe to repeat.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken); // the loop first: a late beat would list the instance again
        if (Interlocked.Exchange(ref _left, 1) == 1)
            return;
        try
        {
            await registry.UnregisterAsync(status.Self.Id, cancellationToken).AsTask().WaitAsync(UnregisterTimeout, time, cancellationToken);
            Log.Unregistered(logger, status.Self.Id);
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or TimeoutException or OperationCanceledException)
        {
            Log.UnregisterFailed(logger, status.Self.Id, ex.Message); // the record expires, the others sweep
        }
    }

    private async Task<bool> BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            var record = status.Self.Record() with
            {
                State = status.State,
                Connections = connections.Count,
                Rooms = rooms.Count,
                Games = versions.Own,
                HeartbeatAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            await registry.RenewAsync(record, TimeSpan.FromSeconds(options.Value.InstanceTtl), cancellationToken);
            if (!_succeeded)
                await dead.SucceedAsync(cancellationToken);
            _succeeded = true;
            foreach (var id in await registry.SweepAsync(cancellationToken))
            {
                Log.Swept(logger, id);
                dead.Suspect(id);
            }
        }
        catch (ClusterUnavailableException ex)
        {
            if (!_failing)
                Log.HeartbeatFails(logger, ex.Message);
            _failing = true;
            metrics.HeartbeatFailed();
            return false;
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            metrics.HeartbeatFailed();
            Log.HeartbeatFault(logger, ex); // a fault of ours; without a heartbeat this instance would be gone for the others
            return false;
        }
        if (_failing)
            Log.HeartbeatBack(logger, status.Self.Id);
        _failing = false;
        metrics.HeartbeatSent();
        return true;
    }

    // 250 ms, doubled up to the interval or 2 s, with jitter: a fleet does not knock at once, and after an outage in which all
    // records were lost all are back within 5 s.
    private static TimeSpan Retry(int failures, TimeSpan interval)
    {
        var longest = Math.Min(Math.Min(interval.TotalMilliseconds, 2_000), 250 << Math.Min(failures - 1, 3));
        return TimeSpan.FromMilliseconds(longest * (0.5 + Random.Shared.NextDouble() / 2));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _now.Dispose();
        base.Dispose();
    }

    private static partial class Log // ids 2200-2209
    {
        [LoggerMessage(2200, LogLevel.Warning, "The heartbeat fails; it goes on trying: {Reason}", EventName = "HeartbeatFails")]
        public static partial void HeartbeatFails(ILogger logger, string reason);

        [LoggerMessage(2201, LogLevel.Information, "The heartbeat is back: {InstanceId} is registered.", EventName = "HeartbeatBack")]
        public static partial void HeartbeatBack(ILogger logger, string instanceId);

        [LoggerMessage(2202, LogLevel.Information, "Instance {InstanceId} has expired and was taken off the list.", EventName = "Swept")]
        public static partial void Swept(ILogger logger, string instanceId);

        [LoggerMessage(2203, LogLevel.Information, "Unregistered {InstanceId}.", EventName = "Unregistered")]
        public static partial void Unregistered(ILogger logger, string instanceId);

        [LoggerMessage(2205, LogLevel.Error, "A heartbeat failed within the platform; it goes on trying.", EventName = "HeartbeatFault")]
        public static partial void HeartbeatFault(ILogger logger, Exception exception);

        [LoggerMessage(2204, LogLevel.Warning, "{InstanceId} could not be taken off the list, it will expire: {Reason}", EventName = "UnregisterFailed")]
        public static partial void UnregisterFailed(ILogger logger, string instanceId, string reason);
    }
}
