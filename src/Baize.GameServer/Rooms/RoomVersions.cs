using System.Collections.Concurrent;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>
/// Who can go on with which room while versions mix: during a rolling upgrade, or for as long as rooms are kept on the rules that they
/// began with. What this instance cannot run it does not claim; it asks one that can.
/// </summary>
internal sealed partial class RoomVersions(GameCatalog games, IInstanceRegistry registry, IBus bus, TimeProvider time, ILogger<RoomVersions> logger)
{
    /// <summary>Rooms remembered at once; beyond it all are forgotten.</summary>
    private const int MaxRemembered = 1_000;

    /// <summary>One that was asked needs a moment for its claim: who asks again meanwhile only waits.</summary>
    private static readonly TimeSpan AskedPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A room that nobody can run is told of once in this time.</summary>
    private static readonly TimeSpan ToldPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>What this instance has, for its record.</summary>
    public IReadOnlyDictionary<string, GameVersions> Own { get; } =
        games.Versions.ToDictionary(g => g.Key, g => new GameVersions(g.Value.Oldest, g.Value.Current), StringComparer.Ordinal);

    /// <summary>Asks another instance to take a room over that this one cannot run.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="rules">By which rules it goes.</param>
    /// <param name="owner">Whose it is by the directory: gone, stuck, or this instance itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The instance that was asked; null where no live one can run the room.</returns>
    /// <exception cref="ClusterUnavailableException">The registry does not answer.</exception>
    public async ValueTask<string?> PassOnAsync(string roomId, RoomRules rules, string owner, CancellationToken cancellationToken)
    {
        var fitting = (await registry.ListAsync(cancellationToken))
            .Where(i => i.State == InstanceState.Active && i.InstanceId != bus.InstanceId && i.InstanceId != owner && rules.Fit(i.Games)).Select(i => i.InstanceId).ToList();
        if (fitting.Count == 0)
        {
            if (IsFirst(_told, roomId, ToldPause))
                Log.NobodyFits(logger, roomId, rules.ToString());
            return null;
        }
        var chosen = Rendezvous.Choose(roomId, fitting);
        if (IsFirst(_asked, roomId, AskedPause))
        {
            Log.PassedOn(logger, roomId, rules.ToString(), chosen);
            bus.Post(chosen, (byte)BusKind.Adopt, RoomWords.Adopt(owner, [roomId]));
        }
        return chosen;
    }

    private bool IsFirst(ConcurrentDictionary<string, long> times, string roomId, TimeSpan pause)
    {
        if (times.TryGetValue(roomId, out var before) && time.GetElapsedTime(before) < pause)
            return false;
        if (times.Count >= MaxRemembered)
            times.Clear();
        times[roomId] = time.GetTimestamp();
        return true;
    }

    private static partial class Log // ids 2290-2299
    {
        [LoggerMessage(2290, LogLevel.Information, "Room {RoomId} goes by {Rules}, which this instance does not have: {InstanceId} is asked to take it over.", EventName = "PassedOn")]
        public static partial void PassedOn(ILogger logger, string roomId, string rules, string instanceId);

        [LoggerMessage(2291, LogLevel.Warning, "Room {RoomId} goes by {Rules}, which no active instance has: it waits in the store until one comes.", EventName = "NobodyFits")]
        public static partial void NobodyFits(ILogger logger, string roomId, string rules);
    }
}
