using System.Collections.Concurrent;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.Cluster.Rooms;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;

namespace Baize.GameServer.Instance;

/// <summary>
/// What follows when an instance is dead: its members are disconnected in our rooms, our members' rooms that it owned get a
/// new owner, and the rooms that nobody else asks for are shared out among the living, so that their timers fire and they end.
/// </summary>
internal sealed partial class DeadInstances(
    RoomHost host,
    EdgeRooms edge,
    IRoomStore store,
    IInstanceRegistry registry,
    IBus bus,
    InstanceProbe probe,
    InstanceMetrics metrics,
    ILogger<DeadInstances> logger)
{
    /// <summary>Rooms claimed at once: enough to be quick, few enough not to hold up commits.</summary>
    private const int ClaimsAtOnce = 8;

    /// <summary>How often a dead instance, which stays listed until its record expires, is looked into again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, byte> _suspects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _declared = new(StringComparer.Ordinal);

    /// <summary>Looks into an instance that did not listen, or is no longer listed. Returns at once; once at a time for each.</summary>
    public void Suspect(string instanceId)
    {
        if (_declared.TryGetValue(instanceId, out var declared) && host.Time.GetElapsedTime(declared) < Again)
            return;
        if (instanceId != host.InstanceId && _suspects.TryAdd(instanceId, 0))
            _ = InspectAsync(instanceId);
    }

    /// <summary>Takes rooms that another instance has left to us.</summary>
    /// <param name="owner">Whose they still are by the directory.</param>
    /// <param name="roomIds">The rooms.</param>
    public void Adopt(string owner, IReadOnlyList<string> roomIds) =>
        _ = AdoptAsync(owner, roomIds, owner == host.InstanceId ? TakeoverCause.HandedOver : TakeoverCause.Dead); // our own id: its owner left it to us

    /// <summary>
    /// Goes on with what a process before this one had under the same configured id. Killed and started again at once it is
    /// missed by nobody: the others find its id listed and listening.
    /// </summary>
    /// <exception cref="ClusterUnavailableException">The store does not answer.</exception>
    public async Task SucceedAsync(CancellationToken cancellationToken)
    {
        // But for those that players have asked this one for since it began.
        List<string> rooms = [.. (await store.ListOwnedAsync(host.InstanceId, cancellationToken)).Where(room => host.Find(room) is null)];
        if (rooms.Count == 0)
            return;
        Log.Succeeded(logger, rooms.Count, host.InstanceId);
        _ = AdoptAsync(host.InstanceId, rooms, TakeoverCause.Dead);
    }

    private async Task InspectAsync(string instanceId)
    {
        try
        {
            if (await probe.IsAliveAsync(instanceId, host.Stopping) || await bus.IsListeningAsync(instanceId, host.Stopping))
            {
                _declared.TryRemove(instanceId, out _);
                return;
            }
            if (_declared.TryAdd(instanceId, host.Time.GetTimestamp()))
            {
                Log.InstanceDead(logger, instanceId);
                metrics.DeclaredDead();
            }
            else
            {
                _declared[instanceId] = host.Time.GetTimestamp();
            }
            Forget();
            foreach (var room in host.Rooms)
                room.TryPost(new RoomMail { DeadEdge = instanceId });
            foreach (var room in edge.Rooms)
            {
                if (room.Owner == instanceId)
                    edge.OnMoved(room.RoomId, owner: null);
            }
            await ShareOutAsync(instanceId);
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or OperationCanceledException)
        {
            Log.InspectionCut(logger, instanceId, ex.Message); // the sweep, or the next who asks it, comes by again
        }
        finally
        {
            _suspects.TryRemove(instanceId, out _);
        }
    }

    // Ids do not come back: without this the dead of all times would be kept.
    private void Forget()
    {
        foreach (var (id, declared) in _declared)
        {
            if (host.Time.GetElapsedTime(declared) > Forgotten)
                _declared.TryRemove(id, out _);
        }
    }

    private async Task ShareOutAsync(string deadId)
    {
        var rooms = await store.ListOwnedAsync(deadId, host.Stopping);
        if (rooms.Count == 0)
            return;
        var living = (await registry.ListAsync(host.Stopping))
            .Where(i => i.State == InstanceState.Active && i.InstanceId != deadId).Select(i => i.InstanceId).ToList();
        if (living.Count == 0)
            living.Add(host.InstanceId);
        foreach (var share in rooms.GroupBy(room => Rendezvous.Choose(room, living)))
        {
            if (share.Key == host.InstanceId)
                Adopt(deadId, [.. share]);
            else
                bus.Post(share.Key, (byte)BusKind.Adopt, RoomWords.Adopt(deadId, [.. share]));
        }
    }

    private async Task AdoptAsync(string owner, IReadOnlyList<string> roomIds, TakeoverCause cause)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ClaimsAtOnce, CancellationToken = host.Stopping };
        try
        {
            await Parallel.ForEachAsync(roomIds, options, async (roomId, _) =>
            {
                if (host.Find(roomId) is not null)
                    return;
                await AdoptAsync(owner, roomId, cause);
            });
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or OperationCanceledException)
        {
            Log.AdoptionCut(logger, owner, ex.Message);
        }
    }

    // One room that cannot be had must not keep the others from being taken.
    private async ValueTask AdoptAsync(string owner, string roomId, TakeoverCause cause)
    {
        try
        {
            var found = await host.ClaimAsync(roomId, owner, ClaimMode.Existing, cause);
            if (found.Room is null && found.Owner != owner)
                await store.ForgetOwnedAsync(owner, roomId, host.Stopping); // it has moved or ended long ago
        }
        catch (ClusterUnavailableException ex)
        {
            Log.AdoptionCut(logger, owner, ex.Message);
        }
    }

    private static partial class Log // ids 2210-2219
    {
        [LoggerMessage(2210, LogLevel.Warning, "Instance {InstanceId} is dead: its rooms and members are taken care of.", EventName = "InstanceDead")]
        public static partial void InstanceDead(ILogger logger, string instanceId);

        [LoggerMessage(2211, LogLevel.Warning, "Whether {InstanceId} is dead could not be found out yet: {Reason}", EventName = "InspectionCut")]
        public static partial void InspectionCut(ILogger logger, string instanceId, string reason);

        [LoggerMessage(2212, LogLevel.Warning, "Rooms of {InstanceId} could not be adopted yet: {Reason}", EventName = "AdoptionCut")]
        public static partial void AdoptionCut(ILogger logger, string instanceId, string reason);

        [LoggerMessage(2213, LogLevel.Warning, "Going on with {Rooms} rooms of a process before this one, also called {InstanceId}, that did not stop in order.", EventName = "Succeeded")]
        public static partial void Succeeded(ILogger logger, int rooms, string instanceId);
    }
}
