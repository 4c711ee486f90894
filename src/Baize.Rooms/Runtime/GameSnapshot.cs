namespace Baize.Rooms.Runtime;

/// <summary>The game's part of a <see cref="RoomSnapshot"/>.</summary>
internal sealed record GameSnapshot
{
    /// <summary>All options, the defaults of the day the room was made included.</summary>
    public required RawJson Options { get; init; }

    /// <summary>Position of the random numbers.</summary>
    public ulong Random { get; init; }

    /// <summary>The rules' state; null: the game has not begun.</summary>
    public RawJson? State { get; init; }

    /// <summary><see cref="Game.StateVersion"/> of the game that wrote it.</summary>
    public int StateVersion { get; init; }

    /// <summary>The running timers.</summary>
    public List<GameTimer>? Timers { get; init; }

    /// <summary>When the bots are asked next, Unix ms; null: not.</summary>
    public long? BotsAt { get; init; }

    /// <summary>How the game ended; null: it has not.</summary>
    public GameResult? Result { get; init; }
}
