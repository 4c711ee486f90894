using System.Text.Json;

namespace Baize.Rooms.Runtime;

/// <summary>What a new room is made from.</summary>
/// <param name="RoomId">See <see cref="Protocol.Rooms.RoomId"/>.</param>
/// <param name="Game">A name from the catalog, or <c>relay</c>.</param>
/// <param name="Name">For people; null: made from the game's name.</param>
/// <param name="MaxPlayers">Seats; null: the game's own number.</param>
/// <param name="Options">The game's options; null: its defaults.</param>
/// <param name="HostId">The user who may start and kick; 0: the first to join.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="Seed">Of the room's random numbers: the same requests and seed give the same game.</param>
public sealed record RoomSetup(string RoomId, string Game, string? Name, int? MaxPlayers, JsonElement? Options, long HostId, long CreatedAt, ulong Seed);
