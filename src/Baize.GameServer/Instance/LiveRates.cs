using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;

namespace Baize.GameServer.Instance;

/// <summary>What this instance does per second, over the last ten: for <c>/stats</c>, and so for people without a Prometheus. Looks once a second, whatever the load.</summary>
internal sealed class LiveRates(EdgeMetrics edge, RoomMetrics rooms, TimeProvider time) : BackgroundService
{
    private const int Window = 10;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<Sample> _samples = new();

    /// <summary>The rates, up to now; 0 in the first second.</summary>
    public Figures Now
    {
        get
        {
            var last = Take();
            lock (_lock)
                return _samples.TryPeek(out var first) ? Figures.Between(first, last, time.GetElapsedTime(first.At, last.At).TotalSeconds) : default;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        do
        {
            lock (_lock)
            {
                _samples.Enqueue(Take());
                if (_samples.Count > Window)
                    _samples.Dequeue();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Sample Take() => new(
        time.GetTimestamp(), edge.FramesReceived, edge.FramesSent, edge.Deliveries, rooms.Commits, rooms.Events, Environment.CpuUsage.TotalTime.TotalSeconds);

    /// <summary>Totals at a moment.</summary>
    internal readonly record struct Sample(long At, long FramesIn, long FramesOut, long Deliveries, long Commits, long Events, double CpuSeconds);

    /// <summary>Per second; CPU in cores.</summary>
    internal readonly record struct Figures(double FramesIn, double FramesOut, double Deliveries, double Commits, double Events, double Cpu)
    {
        public static Figures Between(in Sample first, in Sample last, double seconds)
        {
            return seconds < 0.1 ? default : new(
                Rate(last.FramesIn - first.FramesIn), Rate(last.FramesOut - first.FramesOut), Rate(last.Deliveries - first.Deliveries),
                Rate(last.Commits - first.Commits), Rate(last.Events - first.Events), Rate(last.CpuSeconds - first.CpuSeconds));

            double Rate(double change) => Math.Round(change / seconds, 2);
        }
    }
}
