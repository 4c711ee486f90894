using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /internal/rooms</c>: makes a room on the instance that is asked. Answered by 201 and the room, 400 where game, seats or options are not allowed, 409 where the id is taken.</summary>
/// <param name="RoomId">The new room's id.</param>
/// <param name="Game">A name from the games list, or <c>relay</c>.</param>
/// <param name="Name">For people; null: made from the game's name.</param>
/// <param name="MaxPlayers">Seats; null: the game's own number.</param>
/// <param name="Options">The game's options, an object; null: its defaults.</param>
/// <param name="HostId">Who may start and kick.</param>
public sealed record CreateRoomCall(string? RoomId, string? Game, string? Name, int? MaxPlayers, JsonElement? Options, long HostId);
