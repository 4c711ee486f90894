namespace Baize.Rooms.Runtime;

/// <summary>A user in a room. Changed through <see cref="Roster"/> where order or deadlines hang on it.</summary>
internal sealed class Member(long userId, string name, long ordinal)
{
    /// <summary>Negative: a bot.</summary>
    public long UserId { get; } = userId;

    public string Name { get; } = name;

    /// <summary>Rises with each member that joins.</summary>
    public long Ordinal { get; } = ordinal;

    public int? Seat { get; set; }

    public bool Ready { get; set; }

    public bool Connected { get; set; } = true;

    /// <summary>When the room gives the member up, Unix ms; <see cref="long.MaxValue"/>: not.</summary>
    public long GoneAt { get; set; } = long.MaxValue;

    /// <summary>No member any more, but the seat is kept: the game runs.</summary>
    public bool HasLeft { get; set; }

    public bool IsBot => UserId < 0;
}
