using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /rooms</c>.</summary>
/// <param name="Game">A name from <c>GET /games</c>, or <c>relay</c> (the default) for a room without rules.</param>
/// <param name="Name">For people, up to 64 characters; empty: made from the game's name.</param>
/// <param name="MaxPlayers">Seats, within the game's bounds; null: the game's own.</param>
/// <param name="Options">The game's options, an object.</param>
public sealed record CreateRoomRequest(string? Game, string? Name, int? MaxPlayers, JsonElement? Options);
