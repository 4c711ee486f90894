namespace Baize.Rooms.Runtime;

/// <summary>How long rooms wait for people. The host program's to set, the same on all instances.</summary>
public sealed record RoomTimes
{
    /// <summary>How long a member who lost all connections, or joined without one, stays a member. Default 30 s. In a running game the seat outlasts it.</summary>
    public TimeSpan DisconnectGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a new room waits for its first member, and a waiting game room for the next one. Default 60 s.</summary>
    public TimeSpan VacantGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a room may be looked at after its game has ended; it goes earlier when the last member leaves. Default 60 s.</summary>
    public TimeSpan EndedStay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a game goes on with no player or watcher connected before it is called off. Default 10 min: its timers go on, so most games end before.</summary>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a bot thinks. Default 700 ms: long enough for people to follow.</summary>
    public TimeSpan BotDelay { get; init; } = TimeSpan.FromMilliseconds(700);
}
