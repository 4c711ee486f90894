namespace Baize.Rooms;

/// <summary>How a player came to be gone from a running game.</summary>
public enum LeaveReason
{
    /// <summary>Asked to leave, or was put out by the platform.</summary>
    Left,

    /// <summary>Lost the connection and did not come back within the grace. May still come back: the seat is kept.</summary>
    Away,
}
