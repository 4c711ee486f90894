using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>A game this platform offers.</summary>
/// <param name="Game">The name that <c>POST /rooms</c> takes.</param>
/// <param name="Name">For people.</param>
/// <param name="MinPlayers">Seats that must be taken before it can start.</param>
/// <param name="MaxPlayers">Seats.</param>
/// <param name="Options">Options and their defaults, an object.</param>
public sealed record GameInfo(string Game, string Name, int MinPlayers, int MaxPlayers, JsonElement Options);
