using System.Collections.Concurrent;
using Baize.Cluster.Rooms;

namespace Baize.GameServer.Rooms;

/// <summary>Rooms whose record this instance cannot read: a game or a version that it lacks (a deployment is under way), or damage.</summary>
internal sealed partial class RoomHost
{
    /// <summary>Remembered at once; beyond it all are forgotten, and tried again.</summary>
    private const int MaxUnreadable = 1_000;

    /// <summary>How long such a room is left alone here: each try would cost a term, and two instances could pass it to and fro.</summary>
    private static readonly TimeSpan UnreadablePause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _unreadable = new(StringComparer.Ordinal);

    private bool IsUnreadable(string roomId) =>
        _unreadable.TryGetValue(roomId, out var since) && time.GetElapsedTime(since) < UnreadablePause;

    // What was claimed is given back: to the owner before, from whom any other instance takes it over if that one is gone, or to
    // one that has members. Kept, it would have to wait here until an instance that can read it happens to find us silent.
    private async ValueTask PassOnAsync(string roomId, RoomRecord record, string? from)
    {
        if (_unreadable.Count >= MaxUnreadable)
            _unreadable.Clear();
        _unreadable[roomId] = time.GetTimestamp();
        var other = !string.IsNullOrEmpty(from) && from != InstanceId ? from : record.Edges.FirstOrDefault(edge => edge != InstanceId);
        if (other is null)
            return;
        await store.HandOverAsync(roomId, record.Term, record.LogId, InstanceId, other, Stopping);
        bus.Post(other, (byte)BusKind.Adopt, RoomWords.Adopt(other, [roomId]));
    }
}
