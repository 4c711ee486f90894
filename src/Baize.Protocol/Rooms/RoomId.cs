using System.Buffers;

namespace Baize.Protocol.Rooms;

/// <summary>The form of a room id: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>, compared ordinally.</summary>
public static class RoomId
{
    /// <summary>Longest room id, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Whether this may name a room.</summary>
    public static bool IsValid(ReadOnlySpan<char> id) => id.Length is > 0 and <= MaxLength && !id.ContainsAnyExcept(Allowed);
}
