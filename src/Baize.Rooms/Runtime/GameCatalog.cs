using System.Text.Json;
using Baize.Protocol.Api;

namespace Baize.Rooms.Runtime;

/// <summary>The games of this platform, and how long their rooms wait for people. The same on all instances.</summary>
/// <param name="times">How long rooms wait; null: the defaults.</param>
public sealed class GameCatalog(RoomTimes? times = null)
{
    /// <summary>How long rooms wait for people.</summary>
    public RoomTimes Times { get; } = times ?? new RoomTimes();

    private readonly SortedDictionary<string, GameInfo> _games = new(StringComparer.Ordinal);

    /// <summary>The games, by name.</summary>
    public IReadOnlyList<GameInfo> Games => [.. _games.Values];

    /// <summary>Whether a room may be made so.</summary>
    /// <param name="game">A name from <see cref="Games"/>, or <c>relay</c>.</param>
    /// <param name="maxPlayers">Seats; null: the game's own number.</param>
    /// <param name="options">The game's options, an object; null: its defaults.</param>
    /// <returns>What is wrong, for people; null where nothing is.</returns>
    public string? Check(string game, int? maxPlayers, JsonElement? options)
    {
        if (game != Room.RelayGame)
            return $"There is no game '{game}'. Allowed: {string.Join(", ", [Room.RelayGame, .. _games.Keys])}.";
        if (maxPlayers is not (null or 0))
            return $"max_players is {maxPlayers}; a relay room has no seats, leave it out.";
        if (options is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given && (given.ValueKind != JsonValueKind.Object || given.EnumerateObject().Any()))
            return "A relay room has no options; leave them out.";
        return null;
    }
}
