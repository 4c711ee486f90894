namespace Baize.GameServer.Rooms;

/// <summary>Looks at the rooms' deadlines ten times a second, and at rules that do not end.</summary>
internal sealed class RoomClock(RoomHost host, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            host.WakeDue();
            host.ReportStuck();
        }
    }
}
