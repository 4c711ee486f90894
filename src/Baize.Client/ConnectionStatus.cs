namespace Baize.Client;

/// <summary>Whether there is a connection.</summary>
public enum ConnectionStatus
{
    /// <summary>Not asked to connect yet.</summary>
    Idle,

    /// <summary>Making the first connection.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>The connection was lost and another is being made.</summary>
    Reconnecting,

    /// <summary>Closed, by the application or because the server refused; it does not come back by itself.</summary>
    Closed,
}
