namespace Baize.GameServer.Rooms;

/// <summary>Who is connected to a room, and at which edges. Used by the room's own thread only; <see cref="Edges"/> and <see cref="IsAt"/> by any.</summary>
internal sealed class Attachments
{
    private readonly Dictionary<string, Dictionary<long, long>> _byEdge = new(StringComparer.Ordinal);
    private volatile string[] _edges = [];

    /// <summary>Instances that have members: those that events are published to.</summary>
    public string[] Edges => _edges;

    /// <summary>Whether <see cref="Edges"/> changed since the store was last told.</summary>
    public bool EdgesChanged { get; set; }

    public bool IsEmpty => _byEdge.Count == 0;

    /// <summary>Whether an instance has members.</summary>
    public bool IsAt(string edgeId) => Array.IndexOf(_edges, edgeId) >= 0;

    public void Attach(string edgeId, long userId, long stamp)
    {
        if (!_byEdge.TryGetValue(edgeId, out var users))
        {
            _byEdge[edgeId] = users = [];
            OnEdgesChanged();
        }
        users[userId] = Math.Max(stamp, users.GetValueOrDefault(userId));
    }

    /// <summary>Takes a user off an edge, unless a younger join stands there.</summary>
    /// <returns>Whether the user is at no edge any more.</returns>
    public bool Detach(string edgeId, long userId, long stamp)
    {
        if (!_byEdge.TryGetValue(edgeId, out var users) || !users.TryGetValue(userId, out var joined) || joined > stamp)
            return false;
        users.Remove(userId);
        if (users.Count == 0)
        {
            _byEdge.Remove(edgeId);
            OnEdgesChanged();
        }
        return !IsAttached(userId);
    }

    /// <summary>Takes a user off all edges.</summary>
    public void DetachEverywhere(long userId)
    {
        foreach (var edge in _edges)
            Detach(edge, userId, long.MaxValue);
    }

    /// <summary>Takes an edge off.</summary>
    /// <returns>The users who are at no other edge.</returns>
    public List<long> DetachEdge(string edgeId)
    {
        if (!_byEdge.Remove(edgeId, out var users))
            return [];
        OnEdgesChanged();
        return [.. users.Keys.Where(user => !IsAttached(user))];
    }

    public bool IsAttached(long userId)
    {
        foreach (var users in _byEdge.Values)
        {
            if (users.ContainsKey(userId))
                return true;
        }
        return false;
    }

    private void OnEdgesChanged()
    {
        _edges = [.. _byEdge.Keys];
        EdgesChanged = true;
    }
}
