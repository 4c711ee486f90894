using System.IO.Hashing;
using System.Text;

namespace Baize.GameServer.Instance;

/// <summary>Rendezvous hashing: all who know the same instances choose the same one for a room, and a change moves few rooms.</summary>
internal static class Rendezvous
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
            var weight = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{instance}/{roomId}"));
            if (weight >= highest)
                (chosen, highest) = (instance, weight);
        }
        return chosen;
    }
}
