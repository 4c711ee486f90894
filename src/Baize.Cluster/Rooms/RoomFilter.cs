using System.Text.Json;

namespace Baize.Cluster.Rooms;

/// <summary>Which rooms a listing shows.</summary>
/// <param name="Game">Only rooms of this game; null: all.</param>
/// <param name="Status">Only rooms in this status; null: all.</param>
/// <param name="Search">Words parted by blanks: each stands in the room's id, its name or a player's name, in upper or lower case. Null: all.</param>
public sealed record RoomFilter(string? Game = null, string? Status = null, string? Search = null)
{
    /// <summary>Characters of <see cref="Search"/>: a room's name and a few players'.</summary>
    public const int MaxSearch = 100;

    /// <summary>Every room.</summary>
    public static readonly RoomFilter All = new();

    private readonly string[] _words = Search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether a room has all the words. Its game and status are not looked at: stores keep them beside the JSON.</summary>
    public bool HasWords(RoomListing room)
    {
        if (_words.Length == 0)
            return true;
        var names = NamesIn(room);
        return Array.TrueForAll(_words, word => names.Exists(name => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    // "name" stands in a room's JSON for the room and for each player, and nowhere else.
    private static List<string> NamesIn(RoomListing room)
    {
        var names = new List<string> { room.RoomId };
        var reader = new Utf8JsonReader(room.Info.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("name"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
                names.Add(reader.GetString()!);
        }
        return names;
    }
}
