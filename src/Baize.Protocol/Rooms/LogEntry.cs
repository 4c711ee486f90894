using System.Buffers.Binary;

namespace Baize.Protocol.Rooms;

/// <summary>
/// A sequenced event as it stands in a room's log and on the bus: the frame's JSON where all members see the same, else one
/// frame per distinct view. So what is hidden from a player is told apart before it leaves the owner, and any edge can resume
/// any member from the log.
/// </summary>
/// <remarks>
/// Layout with views: <c>'V'</c>, then per view the user id (8 bytes, little endian; 0: everyone not named), the frame's
/// length (4 bytes) and the frame. A shared frame starts with <c>'{'</c>.
/// </remarks>
public static class LogEntry
{
    private const byte Views = (byte)'V';
    private const int Head = sizeof(long) + sizeof(int);

    /// <summary>An event that not all members see alike.</summary>
    /// <param name="views">Frames by user id; key 0 is what everyone else sees. Without it, others see nothing.</param>
    public static byte[] OfViews(IReadOnlyDictionary<long, byte[]> views)
    {
        var entry = new byte[1 + views.Sum(v => Head + v.Value.Length)];
        entry[0] = Views;
        var rest = entry.AsSpan(1);
        foreach (var (user, frame) in views)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, user);
            BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(long)..], frame.Length);
            frame.CopyTo(rest[Head..]);
            rest = rest[(Head + frame.Length)..];
        }
        return entry;
    }

    /// <summary>Whether all members see the same frame: the entry itself.</summary>
    public static bool IsShared(ReadOnlySpan<byte> entry) => entry.Length > 0 && entry[0] != Views;

    /// <summary>The frame that a user may see; empty where there is none for this user.</summary>
    /// <exception cref="FormatException">Not a log entry.</exception>
    public static ReadOnlyMemory<byte> FrameFor(ReadOnlyMemory<byte> entry, long userId)
    {
        if (IsShared(entry.Span))
            return entry;
        if (entry.IsEmpty)
            throw new FormatException("The log entry is empty.");
        var others = ReadOnlyMemory<byte>.Empty;
        for (var rest = entry[1..]; !rest.IsEmpty;)
        {
            if (rest.Length < Head)
                throw new FormatException("The log entry is cut off within a view's head.");
            var user = BinaryPrimitives.ReadInt64LittleEndian(rest.Span);
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[sizeof(long)..]);
            if (length < 0 || length > rest.Length - Head)
                throw new FormatException("The log entry is cut off within a view's frame.");
            var frame = rest.Slice(Head, length);
            if (user == userId)
                return frame;
            if (user == 0)
                others = frame;
            rest = rest[(Head + length)..];
        }
        return others;
    }
}
