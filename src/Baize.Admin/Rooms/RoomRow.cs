namespace Baize.Admin.Rooms;

/// <summary>A room as a game server lists it.</summary>
internal sealed record RoomRow(string RoomId, string Game, string Status)
{
    public string? Name { get; init; }

    public long HostId { get; init; }

    public int MaxPlayers { get; init; }

    public IReadOnlyList<PlayerRow> Players { get; init; } = [];

    /// <summary>The owner.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; init; }
}
