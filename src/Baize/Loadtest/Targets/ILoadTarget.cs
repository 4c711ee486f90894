namespace Baize.Loadtest.Targets;

/// <summary>What is spoken over the WebSocket. A target is shared by all threads and keeps nothing of a client.</summary>
internal interface ILoadTarget
{
    /// <summary>The subject of the table.</summary>
    string Name { get; }

    /// <summary>Whether deliveries have a position.</summary>
    bool IsSequenced { get; }

    /// <summary>What a client says first, once the socket is open; null: it waits for the server.</summary>
    string? Hello { get; }

    /// <summary>What a client says every 15 s; null: nothing.</summary>
    string? KeepAlive { get; }

    /// <summary>Path and query of the handshake.</summary>
    /// <param name="url">Where the client connects.</param>
    /// <param name="userId">The client.</param>
    /// <param name="roomId">The room that it will join, for a balancer that routes by it; null: none.</param>
    string Handshake(Uri url, long userId, string? roomId);

    /// <summary>What a client says to be a member.</summary>
    string Join(string roomId);

    /// <summary>A message to a room.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="payload">JSON with the placeholder of a mark.</param>
    string Message(string roomId, string payload);

    /// <summary>Tells what a server's text says.</summary>
    void Read(ReadOnlySpan<byte> text, LoadClient client, ILoadEvents events);
}
