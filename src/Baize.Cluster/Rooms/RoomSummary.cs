namespace Baize.Cluster.Rooms;

/// <summary>What can be known of a room without its state.</summary>
/// <param name="Game">For filters.</param>
/// <param name="Status">For filters.</param>
/// <param name="Info">The room's JSON, passed on as it is.</param>
public sealed record RoomSummary(string Game, string Status, ReadOnlyMemory<byte> Info)
{
    /// <summary>By which rules the room goes, in the game server's words; empty: by none. Read before a claim, so that nobody takes what it cannot run.</summary>
    public string Rules { get; init; } = "";
}
