namespace Baize.GameServer.Rooms;

/// <summary>Something for a room's mailbox. Exactly one of the fields says what.</summary>
internal readonly record struct RoomMail
{
    /// <summary>A request.</summary>
    public RoomAsk? Ask { get; init; }

    /// <summary>Where the answer to <see cref="Ask"/> goes; called once, on any thread, must not block.</summary>
    public Action<OwnerReply>? Answer { get; init; }

    /// <summary>A commit has ended.</summary>
    public RoomBatch? Ended { get; init; }

    /// <summary>An edge is dead.</summary>
    public string? DeadEdge { get; init; }

    /// <summary>The instance to hand the room over to.</summary>
    public string? HandOverTo { get; init; }

    /// <summary>The store may have lost the room: commit all of its record.</summary>
    public bool WriteAll { get; init; }

    /// <summary>A deadline has come.</summary>
    public bool Tick { get; init; }
}
