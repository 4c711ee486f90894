using System.Text;

namespace Baize.Admin.Rooms;

/// <summary>A room in the index.</summary>
/// <param name="Row">As listed.</param>
/// <param name="Text">What words are looked for in, upper case.</param>
internal sealed record IndexedRoom(RoomRow Row, string Text)
{
    public static IndexedRoom Of(RoomRow row)
    {
        var text = new StringBuilder(row.RoomId).Append('\n').Append(row.Name);
        foreach (var player in row.Players)
            text.Append('\n').Append(player.Name).Append('\n').Append(player.UserId);
        return new IndexedRoom(row, text.ToString().ToUpperInvariant());
    }
}
