namespace Baize.Protocol.Frames;

/// <summary>What may go wrong, as clients see it (protocol 4).</summary>
public static class ErrorCodes
{
    /// <summary>Not a frame of this protocol.</summary>
    public const string BadFrame = "bad_frame";

    /// <summary>A frame of a type that the protocol does not name.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>No or no valid token.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>Known, but not allowed to.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>No such room.</summary>
    public const string RoomNotFound = "room_not_found";

    /// <summary>No free seat.</summary>
    public const string RoomFull = "room_full";

    /// <summary>The game has begun.</summary>
    public const string AlreadyStarted = "already_started";

    /// <summary>Only for members of the room.</summary>
    public const string NotMember = "not_member";

    /// <summary>Another player is to move.</summary>
    public const string NotYourTurn = "not_your_turn";

    /// <summary>The rules do not allow the move.</summary>
    public const string IllegalMove = "illegal_move";

    /// <summary>Larger than allowed.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>Faster than allowed.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The room is changing hands or the store is away: resend with the same id. The only retryable code beside <see cref="RateLimited"/>.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>A fault of the platform or of a room's rules.</summary>
    public const string Internal = "internal";

    /// <summary>Whether the same frame, sent again later, may succeed.</summary>
    public static bool IsRetryable(string code) => code is Unavailable or RateLimited;
}
