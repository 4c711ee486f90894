using System.Collections.Concurrent;

namespace Baize.GameServer.Edge;

/// <summary>The open connections of this instance, by user.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<string, Connection> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<Connection>> _byUser = [];
    private readonly Lock _lock = new();

    public int Count => _all.Count;

    /// <summary>All of them, a moving picture.</summary>
    public IEnumerable<Connection> All => _all.Values;

    /// <summary>Adds a connection.</summary>
    /// <param name="connection">The new one.</param>
    /// <param name="perUser">Connections that a user may have.</param>
    /// <returns>The user's oldest one where there are too many now; it is no longer counted.</returns>
    public Connection? Add(Connection connection, int perUser)
    {
        _all[connection.SessionId] = connection;
        lock (_lock)
        {
            if (!_byUser.TryGetValue(connection.UserId, out var connections))
                _byUser[connection.UserId] = connections = new List<Connection>(1);
            connections.Add(connection);
            if (connections.Count <= perUser)
                return null;
            var oldest = connections[0];
            connections.RemoveAt(0);
            return oldest;
        }
    }

    public void Remove(Connection connection)
    {
        _all.TryRemove(connection.SessionId, out _);
        lock (_lock)
        {
            if (_byUser.TryGetValue(connection.UserId, out var connections) && connections.Remove(connection) && connections.Count == 0)
                _byUser.Remove(connection.UserId);
        }
    }

    /// <summary>A user's connections.</summary>
    public Connection[] OfUser(long userId)
    {
        lock (_lock)
            return _byUser.TryGetValue(userId, out var connections) ? [.. connections] : [];
    }
}
