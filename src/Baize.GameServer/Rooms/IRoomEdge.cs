namespace Baize.GameServer.Rooms;

/// <summary>What an owner tells the edge of its own instance, without the bus. Must not block.</summary>
internal interface IRoomEdge
{
    /// <summary>Committed events.</summary>
    void OnEvents(RoomEvents events);

    /// <summary>Where a room stands: what its events may not have told.</summary>
    void OnHead(string roomId, string logId, long head);

    /// <summary>A signal, as members will get it.</summary>
    void OnSignal(string roomId, ReadOnlySpan<byte> frame);

    /// <summary>The instances that have members.</summary>
    void OnEdges(string roomId, string[] edges);

    /// <summary>Users who are no longer members.</summary>
    void OnExpelled(string roomId, IReadOnlyList<long> users);

    /// <summary>The room's owner is another now, or nobody: find it and say who is here.</summary>
    void OnMoved(string roomId, string? owner);
}
