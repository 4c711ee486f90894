using Baize.Cluster.Instances;
using Baize.Gateway.Health;

namespace Baize.Gateway.Routing;

/// <summary>
/// Chooses the instance for a WebSocket: the room's owner, so that the room's messages take no hop between instances; else by
/// rendezvous hashing, so that those who come for one room meet, on this gateway and on every other, and a lost instance moves its share only.
/// </summary>
internal sealed class SocketRouter(InstanceWatch watch, RoomOwners owners, HealthBook book)
{
    /// <summary>Whom to ask for a key.</summary>
    public async ValueTask<SocketRoute> PlanAsync(RouteKey key)
    {
        var owner = key.Kind == "room" ? await owners.FindAsync(key.Value) : null;
        return Plan(key, owner, watch.Instances, book.Of);
    }

    /// <summary>Whom to ask, from what is known.</summary>
    /// <param name="key">What is routed by.</param>
    /// <param name="owner">The room's owner; null where there is none.</param>
    /// <param name="instances">All that are listed.</param>
    /// <param name="condition">How each does.</param>
    internal static SocketRoute Plan(RouteKey key, string? owner, IReadOnlyList<InstanceRecord> instances, Func<Upstream, Condition> condition)
    {
        // A draining instance gets nothing new, and what it owns is on its way to others.
        var open = instances.Where(i => i.State != InstanceState.Draining)
            .Select(i => (Upstream: Upstream.Of(i), IsOwner: i.InstanceId == owner, Weight: Rendezvous.Weight(key.Value, i.InstanceId)))
            .Select(i => (i.Upstream, i.IsOwner, i.Weight, Condition: condition(i.Upstream)))
            .OrderBy(i => i.Condition) // an owner that does not answer loses the room to whoever is asked for it
            .ThenByDescending(i => i.IsOwner)
            .ThenByDescending(i => i.Weight)
            .ToList();
        return new SocketRoute(
            [.. open.Select(i => i.Upstream)],
            open is [{ IsOwner: true } first, ..] ? first.Upstream : null,
            key.Kind);
    }
}
