namespace Baize.GameServer.Edge;

/// <summary>How a join ended, for the figures.</summary>
internal enum JoinOutcome
{
    /// <summary>In, from now on.</summary>
    Joined,

    /// <summary>In, with all that followed the client's position.</summary>
    Resumed,

    /// <summary>The room said no.</summary>
    Refused,

    /// <summary>No answer in time: it is to be tried again.</summary>
    Unavailable,
}
