namespace Baize.Admin.Rooms;

/// <summary>What is searched for; null or empty: anything.</summary>
/// <param name="Text">Words; each must stand in the room's id, name, or in the name or id of a member.</param>
/// <param name="Game">Its game.</param>
/// <param name="Status">Its status.</param>
/// <param name="Instance">Its owner.</param>
internal sealed record RoomQuery(string? Text, string? Game, string? Status, string? Instance)
{
    private readonly string[] _words = (Text ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool Matches(IndexedRoom room)
    {
        if (!Is(Game, room.Row.Game) || !Is(Status, room.Row.Status) || !Is(Instance, room.Row.InstanceId))
            return false;
        foreach (var word in _words)
        {
            if (!room.Text.Contains(word, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    private static bool Is(string? wanted, string? actual) => string.IsNullOrEmpty(wanted) || wanted == actual;
}
