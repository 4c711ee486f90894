namespace Baize.Rooms.Runtime;

/// <summary>Something asked of a room, by a user or on behalf of one.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="UserId">Who asks; 0 for the platform itself.</param>
/// <param name="UserName">The asker's name, for the roster.</param>
/// <param name="Id">The asker's request id: a request with the same (user, id) takes effect once. Null: no such promise.</param>
/// <param name="Data">JSON as it came in; empty where absent.</param>
public sealed record RoomRequest(RoomRequestKind Kind, long UserId, string UserName, string? Id, ReadOnlyMemory<byte> Data)
{
    /// <summary>Join only: watch, without a seat.</summary>
    public bool Spectate { get; init; }

    /// <summary>Join only: whether a connection stands behind it (not when asked through the API).</summary>
    public bool Connected { get; init; } = true;

    /// <summary>Join only: not asked by the user, but said again by the instance that has the connection, to a new owner. It brings nobody back who was put out.</summary>
    public bool Again { get; init; }
}
