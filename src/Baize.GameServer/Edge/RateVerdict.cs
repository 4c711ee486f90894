namespace Baize.GameServer.Edge;

/// <summary>What to do with a frame.</summary>
internal enum RateVerdict
{
    /// <summary>Handle it.</summary>
    Allowed,

    /// <summary>Answer <c>rate_limited</c>.</summary>
    Refused,

    /// <summary>Close with 4029.</summary>
    PutOut,
}
