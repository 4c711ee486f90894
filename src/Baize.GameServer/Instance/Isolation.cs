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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (status.Mode.IsSingle)
            return;
        using var timer = new PeriodicTimer(Step, time);
        var lostSince = 0L;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (status.IsConnected && !status.IsBusLost)
            {
                if (status.IsIsolated)
                    Log.NoLongerIsolated(logger);
                (lostSince, status.IsIsolated) = (0, false);
            }
            else if (lostSince == 0)
            {
                lostSince = time.GetTimestamp();
            }
            else if (!status.IsIsolated && !status.IsDraining && time.GetElapsedTime(lostSince) > Patience
                && await probe.FindReadyAsync(host.InstanceId, stoppingToken) is { } ready)
            {
                status.IsIsolated = true;
                Log.Isolated(logger, ready);
                await mover.MoveAsync("isolated", Spread, stoppingToken);
            }
        }
    }

    private static partial class Log // ids 2260-2269
    {
        [LoggerMessage(2260, LogLevel.Warning, "Redis is out of reach for this instance but not for {Ready}: sending the clients elsewhere.", EventName = "Isolated")]
        public static partial void Isolated(ILogger logger, string ready);

        [LoggerMessage(2261, LogLevel.Information, "Redis is within reach again.", EventName = "NoLongerIsolated")]
        public static partial void NoLongerIsolated(ILogger logger);
    }
}
