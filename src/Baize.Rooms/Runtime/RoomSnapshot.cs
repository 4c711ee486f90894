namespace Baize.Rooms.Runtime;

/// <summary>A room's memory as it is written to the store. Everything that later events depend on is in it, or in the log's head and the request ids.</summary>
internal sealed record RoomSnapshot
{
    /// <summary>The version that this code writes.</summary>
    public const int Current = 1;

    /// <summary>Version of this layout, not of the game's state.</summary>
    public int V { get; init; }

    public required string Game { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public long CreatorId { get; init; }

    public long HostId { get; init; }

    public int MaxPlayers { get; init; }

    public long CreatedAt { get; init; }

    /// <summary>When the room ends if nothing happens, Unix ms; null: not.</summary>
    public long? EndsAt { get; init; }

    public bool Closed { get; init; }

    public long NextOrdinal { get; init; }

    public required List<MemberSnapshot> Members { get; init; }

    /// <summary>Who was put out lately and has not joined since; null: nobody.</summary>
    public List<long>? PutOut { get; init; }

    /// <summary>The game's part; null in a relay room.</summary>
    public GameSnapshot? Play { get; init; }
}
