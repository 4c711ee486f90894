namespace Baize.Protocol.Rooms;

/// <summary>The life of a room: <c>waiting</c>, <c>playing</c>, <c>ended</c>. A relay room is always <c>playing</c>: nothing in it has to start.</summary>
public static class RoomStatus
{
    /// <summary>Seats are being taken.</summary>
    public const string Waiting = "waiting";

    /// <summary>The game runs.</summary>
    public const string Playing = "playing";

    /// <summary>The game is over; the room may be looked at for a while.</summary>
    public const string Ended = "ended";
}
