using System.Globalization;
using Baize.Cluster.Instances;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>By which rules a room goes, as its record says it: <c>gomoku 2</c>, or <c>gomoku 2 waiting</c> before its game has begun.</summary>
/// <param name="Game">The game.</param>
/// <param name="Version">The version that wrote the record.</param>
/// <param name="IsWaiting">Whether the game has not begun: newer rules may begin it, whatever they say of older versions' games.</param>
internal readonly record struct RoomRules(string Game, int Version, bool IsWaiting)
{
    private const string Waiting = "waiting";

    /// <summary>A room's; null where it has no rules.</summary>
    public static RoomRules? Of(Room room, string status) => room.RulesVersion is { } version ? new RoomRules(room.Game, version, status == RoomStatus.Waiting) : null;

    /// <summary>Reads a record's; null where it has none, or says it in another way: then the state itself shows whether it can be read.</summary>
    public static RoomRules? Parse(string? text)
    {
        var words = (text ?? "").Split(' ');
        return words.Length is 2 or 3 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new RoomRules(words[0], version, words.Length == 3 && words[2] == Waiting)
            : null;
    }

    /// <summary>Whether an instance can go on with the room.</summary>
    /// <param name="games">What the instance has.</param>
    public bool Fit(IReadOnlyDictionary<string, GameVersions>? games) =>
        games is not null && games.TryGetValue(Game, out var versions) && versions is not null && Version <= versions.Current && (IsWaiting || Version >= versions.Oldest);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Game} {Version}{(IsWaiting ? " " + Waiting : "")}");
}
