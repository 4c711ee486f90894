namespace Baize.GameServer.Edge;

/// <summary>
/// A short time in which a thread has more than one thing to send: what goes to the same connection is kept together and leaves
/// in one send, which costs as much as a single frame's. Without a wait in it.
/// </summary>
internal readonly struct SendTurn : IDisposable
{
    /// <summary>Connections that may be kept waiting for the turn's end.</summary>
    private const int Most = 64;

    [ThreadStatic]
    private static List<Connection>? _kept;

    [ThreadStatic]
    private static bool _isOpen;

    private readonly bool _isMine;

    private SendTurn(bool isMine) => _isMine = isMine;

    /// <summary>Whether this thread is in one.</summary>
    public static bool IsOpen => _isOpen;

    /// <summary>Begins; within another it is a part of that.</summary>
    public static SendTurn Begin()
    {
        if (_isOpen)
            return default;
        return new SendTurn(_isOpen = true);
    }

    /// <summary>A connection has something kept; under its lock.</summary>
    /// <returns>False where it must go now.</returns>
    public static bool TryKeep(Connection connection)
    {
        if (!_isOpen)
            return false;
        _kept ??= new List<Connection>(Most);
        if (_kept.Count == Most)
            return false;
        _kept.Add(connection);
        return true;
    }

    /// <summary>Sends what was kept.</summary>
    public void Dispose()
    {
        if (!_isMine)
            return;
        _isOpen = false;
        if (_kept is null)
            return;
        foreach (var connection in _kept)
            connection.SendKept();
        _kept.Clear();
    }
}
