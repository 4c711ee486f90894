using Baize.GameServer.Rooms;

namespace Baize.GameServer.Instance;

/// <summary>
/// Notices that this instance alone has lost Redis: others say that they are ready. Its rooms have moved or will, so its
/// clients are sent after them. Where nobody is ready Redis itself is away, and clients are best off where they are.
/// </summary>
internal sealed partial class Isolation(
    InstanceStatus status, InstanceProbe probe, ClientMover mover, RoomHost host, TimeProvider time, ILogger<Isolation> logger) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>How long Redis may be away before others are asked: longer than the client's own reconnect after a failover.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Over how long the clients are spread at the most.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(10);

    private long _lostSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (status.Mode.IsSingle)
            return;
        using var timer = new PeriodicTimer(Step, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                Log.LookFailed(logger, ex); // a fault of ours, but the next look may do
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (status.IsConnected && !status.IsBusLost)
        {
            if (status.IsIsolated)
                Log.NoLongerIsolated(logger);
            (_lostSince, status.IsIsolated) = (0, false);
        }
        else if (_lostSince == 0)
        {
            _lostSince = time.GetTimestamp();
        }
        else if (!status.IsIsolated && !status.IsDraining && time.GetElapsedTime(_lostSince) > Patience
            && await probe.FindReadyAsync(host.InstanceId, cancellationToken) is { } ready)
        {
            status.IsIsolated = true;
            Log.Isolated(logger, ready);
            await mover.MoveAsync("isolated", Spread, cancellationToken);
        }
    }

    private static partial class Log // ids 2260-2269
    {
        [LoggerMessage(2260, LogLevel.Warning, "Redis is out of reach for this instance but not for {Ready}: sending the clients elsewhere.", EventName = "Isolated")]
        public static partial void Isolated(ILogger logger, string ready);

        [LoggerMessage(2262, LogLevel.Error, "A look for other instances failed; the next comes in a second.", EventName = "LookFailed")]
        public static partial void LookFailed(ILogger logger, Exception exception);

        [LoggerMessage(2261, LogLevel.Information, "Redis is within reach again.", EventName = "NoLongerIsolated")]
        public static partial void NoLongerIsolated(ILogger logger);
    }
}
