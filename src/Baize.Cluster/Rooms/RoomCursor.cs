using System.Globalization;

namespace Baize.Cluster.Rooms;

/// <summary>A place in the list of rooms, which is ordered by creation time and then by id, both downwards.</summary>
/// <param name="CreatedAt">Unix milliseconds; infinite before the first room.</param>
/// <param name="RoomId">The room; empty before the first.</param>
internal readonly record struct RoomCursor(double CreatedAt, string RoomId)
{
    /// <summary>Before the newest room.</summary>
    public static readonly RoomCursor Start = new(double.PositiveInfinity, "");

    /// <summary>Reads what <see cref="ToString"/> wrote; null is the start.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RoomCursor Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Start;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var createdAt)
            ? new RoomCursor(createdAt, text[(dot + 1)..])
            : throw new FormatException($"cursor is '{text}'; it must be a next_cursor of an earlier page.");
    }

    /// <summary>Whether this room comes later in the list than another.</summary>
    public bool IsAfter(RoomCursor other) =>
        CreatedAt < other.CreatedAt || (CreatedAt == other.CreatedAt && string.CompareOrdinal(RoomId, other.RoomId) < 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(long)CreatedAt}.{RoomId}");
}
