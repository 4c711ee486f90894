namespace Baize.GameServer.Edge;

/// <summary>How the answer to a join was given.</summary>
internal enum JoinEnd
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>Events came so fast that some were dropped: what follows must be read from the log again.</summary>
    Again,

    /// <summary>The connection has ended or was put out meanwhile.</summary>
    Gone,
}
