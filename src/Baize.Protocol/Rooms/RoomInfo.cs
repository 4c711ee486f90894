namespace Baize.Protocol.Rooms;

/// <summary>A room in JSON, everywhere (protocol 3.2).</summary>
/// <param name="RoomId">See <see cref="Rooms.RoomId"/>.</param>
/// <param name="Game">The game's name; <c>relay</c> where there are no rules.</param>
/// <param name="Name">For people.</param>
/// <param name="Status">One of <see cref="RoomStatus"/>.</param>
/// <param name="HostId">The user who may start and kick; 0 where nobody may.</param>
/// <param name="MaxPlayers">Seats; 0 where there is no bound.</param>
/// <param name="Players">The roster, by seat or by time of joining; a relay room lists its first 64 members only.</param>
/// <param name="InstanceId">The owner.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
public sealed record RoomInfo(
    string RoomId,
    string Game,
    string Name,
    string Status,
    long HostId,
    int MaxPlayers,
    IReadOnlyList<PlayerInfo> Players,
    string InstanceId,
    long CreatedAt);
