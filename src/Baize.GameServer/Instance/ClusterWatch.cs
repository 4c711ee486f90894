using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;

namespace Baize.GameServer.Instance;

/// <summary>
/// Once a second: does our own channel reach us, does our neighbour on the ring live, do the owners of our members' rooms
/// live, and what of our rooms do their edges not know yet?
/// </summary>
internal sealed partial class ClusterWatch(
    IBus bus,
    IInstanceRegistry registry,
    InstanceStatus status,
    RoomHost host,
    EdgeRooms edge,
    DeadInstances dead,
    InstanceProbe probe,
    Registration registration,
    InstanceMetrics metrics,
    TimeProvider time,
    ILogger<ClusterWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>Probes of ours that may be missing before the bus counts as lost.</summary>
    private const long MaxMissing = 3;

    /// <summary>Seconds between two full comparisons of an edge's rooms with their owners.</summary>
    private const int VerifyEvery = 10;

    private long _probesSent;
    private long _probesSeen;
    private IReadOnlyList<string> _instances = [];
    private bool _rehearsed;

    /// <summary>A probe of ours has come round.</summary>
    public void OnProbe() => Interlocked.Exchange(ref _probesSeen, Interlocked.Read(ref _probesSent));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (status.Mode.IsSingle)
            return;
        using var timer = new PeriodicTimer(Step, time);
        for (var second = Random.Shared.Next(VerifyEvery); await timer.WaitForNextTickAsync(stoppingToken); second++)
        {
            ProbeBus();
            try
            {
                host.SendDigests();
                await AskOthersAsync(stoppingToken);
                if (second % VerifyEvery == 0)
                    await edge.VerifyAsync(stoppingToken);
            }
            catch (ClusterUnavailableException)
            {
                // Redis is away: the heartbeat has said so, and what is missed is caught up by the next round
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                Log.RoundFailed(logger, ex); // a fault of ours, but the next round may do, and the process must not end for it
            }
        }
    }

    private void ProbeBus()
    {
        if (!status.IsConnected)
            OnProbe(); // Redis is away, which others say; only a link that claims to be up is to be doubted
        var missing = _probesSent - Interlocked.Read(ref _probesSeen);
        if (missing > MaxMissing != status.IsBusLost)
        {
            status.IsBusLost = missing > MaxMissing;
            if (status.IsBusLost)
                Log.BusLost(logger, missing);
            else
                Log.BusBack(logger);
        }
        Interlocked.Increment(ref _probesSent);
        bus.Post(host.InstanceId, (byte)BusKind.Probe, []);
    }

    private async Task AskOthersAsync(CancellationToken cancellationToken)
    {
        var listed = await registry.ListAsync(cancellationToken);
        probe.Remember(listed);
        _instances = [.. listed.Select(i => i.InstanceId)];
        metrics.Listed = _instances.Count;
        if (!_instances.Contains(host.InstanceId))
        {
            // Emptied, replaced by a replica that knows less, or our record has expired in an outage: what else is gone?
            registration.Announce();
            host.VerifyOwned();
        }
        var asked = new HashSet<string>(edge.Rooms.Select(r => r.Owner).OfType<string>(), StringComparer.Ordinal);
        if (Neighbour() is { } neighbour)
            asked.Add(neighbour);
        asked.Remove(host.InstanceId);
        if (!_rehearsed && asked.Count > 0)
        {
            // Once, while there is time: the first probe of a process takes 100 ms and more to compile and connect, and the
            // next is asked for when a room waits for it.
            _rehearsed = true;
            await probe.IsAliveAsync(asked.First(), cancellationToken);
        }
        foreach (var instance in asked)
        {
            if (!await bus.IsListeningAsync(instance, cancellationToken))
                dead.Suspect(instance);
        }
    }

    // The next id on the ring of listed instances, which are sorted.
    private string? Neighbour()
    {
        foreach (var id in _instances)
        {
            if (string.CompareOrdinal(id, host.InstanceId) > 0)
                return id;
        }
        return _instances.Count > 0 ? _instances[0] : null;
    }

    private static partial class Log // ids 2220-2229
    {
        [LoggerMessage(2220, LogLevel.Warning, "The bus does not reach this instance: {Missing} probes are missing. Not ready.", EventName = "BusLost")]
        public static partial void BusLost(ILogger logger, long missing);

        [LoggerMessage(2222, LogLevel.Error, "A round of the watch failed; the next comes in a second.", EventName = "RoundFailed")]
        public static partial void RoundFailed(ILogger logger, Exception exception);

        [LoggerMessage(2221, LogLevel.Information, "The bus reaches this instance again.", EventName = "BusBack")]
        public static partial void BusBack(ILogger logger);
    }
}
