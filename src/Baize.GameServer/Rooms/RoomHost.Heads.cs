namespace Baize.GameServer.Rooms;

/// <summary>Where the rooms stand, told to their edges: what pub/sub lost is noticed within a second.</summary>
internal sealed partial class RoomHost
{
    /// <summary>Tells each edge the heads of the rooms that have changed since the last time.</summary>
    public void SendDigests()
    {
        Dictionary<string, List<(string, string, long)>>? byEdge = null;
        foreach (var room in _rooms.Values)
        {
            var head = room.CommittedSeq;
            if (head == room.DigestedSeq)
                continue;
            room.DigestedSeq = head;
            foreach (var edge in room.Edges)
            {
                if (edge == InstanceId)
                    continue;
                byEdge ??= new(StringComparer.Ordinal);
                if (!byEdge.TryGetValue(edge, out var heads))
                    byEdge[edge] = heads = [];
                heads.Add((room.RoomId, room.LogId, head));
            }
        }
        foreach (var (edge, heads) in byEdge ?? [])
            bus.Post(edge, (byte)BusKind.Digest, RoomWords.Heads(heads));
    }

    /// <summary>Where rooms stand that an edge has members of; an empty log id where the room is not here or does not know of that edge.</summary>
    public IReadOnlyCollection<(string RoomId, string LogId, long Head)> HeadsFor(string edgeId, List<string> roomIds) =>
        roomIds.ConvertAll(id => Find(id) is { } room && room.Edges.Contains(edgeId) ? (id, room.LogId, room.CommittedSeq) : (id, "", 0L));
}
