namespace Baize.GameServer.Edge;

/// <summary>What a frame is to a client that reads too slowly.</summary>
internal enum SendKind : byte
{
    /// <summary>For one connection; as an event. Counted by the connection, as the others are once for all receivers.</summary>
    Answer,

    /// <summary>Counts towards the bound; over it the client is closed and resumes.</summary>
    Event,

    /// <summary>Left out before anything else is.</summary>
    Signal,

    /// <summary>Asked for by the client, with what the log keeps as its bound: else who must catch up on much never could.</summary>
    CatchUp,
}
