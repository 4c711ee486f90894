namespace Baize.GameServer.Edge;

/// <summary>What a frame is to a client that reads too slowly.</summary>
internal enum SendKind : byte
{
    /// <summary>Counts towards the bound; over it the client is closed and resumes.</summary>
    Event,

    /// <summary>Left out before anything else is.</summary>
    Signal,

    /// <summary>Asked for by the client, with what the log keeps as its bound: else who must catch up on much never could.</summary>
    CatchUp,
}
