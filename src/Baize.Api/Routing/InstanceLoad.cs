using System.Collections.Concurrent;
using Baize.Cluster.Instances;

namespace Baize.Api.Routing;

/// <summary>
/// How busy an instance is: its connections at its last heartbeat, and the clients that were sent there since. Without the
/// latter all who ask within one heartbeat would be sent to the same instance.
/// </summary>
internal sealed class InstanceLoad
{
    private readonly ConcurrentDictionary<string, (long Heartbeat, int Sent)> _sent = new(StringComparer.Ordinal);

    /// <summary>Connections, as far as they are known.</summary>
    public int Of(InstanceRecord instance) =>
        instance.Connections + (_sent.TryGetValue(instance.InstanceId, out var s) && s.Heartbeat == instance.HeartbeatAt ? s.Sent : 0);

    /// <summary>A client was sent there.</summary>
    public void Add(InstanceRecord instance) => _sent.AddOrUpdate(
        instance.InstanceId,
        static (_, heartbeat) => (heartbeat, 1),
        static (_, was, heartbeat) => was.Heartbeat == heartbeat ? (heartbeat, was.Sent + 1) : (heartbeat, 1),
        instance.HeartbeatAt);

    /// <summary>Forgets those that are no longer listed.</summary>
    public void Keep(IReadOnlyList<InstanceRecord> listed)
    {
        foreach (var (id, _) in _sent)
        {
            if (!listed.Any(i => i.InstanceId == id))
                _sent.TryRemove(id, out _);
        }
    }
}
