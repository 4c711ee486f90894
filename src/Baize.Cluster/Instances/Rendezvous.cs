using System.IO.Hashing;
using System.Text;

namespace Baize.Cluster.Instances;

/// <summary>
/// Rendezvous hashing: all who know the same instances choose the same one for a room, and a change moves few rooms. A gateway and
/// an instance that hands a room over choose alike, so that players and room meet again.
/// </summary>
public static class Rendezvous
{
    /// <summary>The instance for a room.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="instances">At least one.</param>
    public static string Choose(string roomId, IReadOnlyList<string> instances)
    {
        var chosen = instances[0];
        var highest = 0UL;
        foreach (var instance in instances)
        {
            var weight = Weight(roomId, instance);
            if (weight >= highest)
                (chosen, highest) = (instance, weight);
        }
        return chosen;
    }

    /// <summary>How much an instance is the one for a key: of several the heaviest is, and without it the next.</summary>
    public static ulong Weight(string key, string instanceId) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{instanceId}/{key}"));
}
