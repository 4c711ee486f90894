namespace Baize.GameServer.Rooms;

/// <summary>Where the rooms stand, told to their edges: what pub/sub lost is noticed within a second.</summary>
internal sealed partial class RoomHost
{
    /// <summary>How often a head is told: the word that tells it may be lost like the one it makes up for.</summary>
    private const int HeadTellings = 3;

    private bool _tellsAll;

    /// <summary>Has all heads told again: what was sent lately may be lost.</summary>
    public void TellHeadsAgain() => Volatile.Write(ref _tellsAll, true);

    /// <summary>Called once a second: tells each edge the heads of the rooms that have changed lately, or that it has come to lately.</summary>
    public void SendDigests()
    {
        var all = Interlocked.Exchange(ref _tellsAll, false);
        Dictionary<string, List<(string, string, long)>>? byEdge = null;
        foreach (var room in _rooms.Values)
        {
            TellEdgesAgain(room);
            var (head, edges) = (room.CommittedSeq, room.Edges);
            if (all || head != room.DigestedSeq || edges != room.DigestedEdges)
                (room.DigestedSeq, room.DigestedEdges, room.Digests) = (head, edges, 0);
            if (room.Digests == HeadTellings)
                continue;
            room.Digests++;
            foreach (var edge in edges)
            {
                if (edge == InstanceId)
                {
                    if (room.Digests > 1) // the first time its events may be on their way
                        Edge.OnHead(room.RoomId, room.LogId, head);
                    continue;
                }
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
