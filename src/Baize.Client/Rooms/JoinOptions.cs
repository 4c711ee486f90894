namespace Baize.Client.Rooms;

/// <summary>How to join a room.</summary>
public sealed record JoinOptions
{
    /// <summary>Watch, without a seat.</summary>
    public bool Spectate { get; init; }

    /// <summary>Resume after a position that the application kept: what came after it follows as events, or a reset. Null: from now on.</summary>
    public (string Log, long Seq)? Position { get; init; }

    /// <summary>How long it may take. Default: <see cref="BaizeClientOptions.RequestTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
