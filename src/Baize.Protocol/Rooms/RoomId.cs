namespace Baize.Protocol.Rooms;

/// <summary>The form of a room id: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>, compared ordinally.</summary>
public static class RoomId
{
    /// <summary>Longest room id, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether this may name a room.</summary>
    public static bool IsValid(ReadOnlySpan<char> id)
    {
        foreach (var c in id)
        {
            if (c is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or '-'))
                return false;
        }
        return id.Length is > 0 and <= MaxLength;
    }

    /// <summary>Whether this may name a room, as it stands in a frame.</summary>
    public static bool IsValid(ReadOnlySpan<byte> id)
    {
        foreach (var c in id)
        {
            if (c is not (>= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' or (byte)'_' or (byte)'-'))
                return false;
        }
        return id.Length is > 0 and <= MaxLength;
    }
}
