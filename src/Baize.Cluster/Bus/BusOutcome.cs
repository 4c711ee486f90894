namespace Baize.Cluster.Bus;

/// <summary>Whether a request was answered.</summary>
public enum BusOutcome
{
    /// <summary>It was.</summary>
    Answered,

    /// <summary>Nobody listens at the other end.</summary>
    Unheard,

    /// <summary>Not in time: the other is slow, stopped or cut off.</summary>
    TimedOut,

    /// <summary>It could not be sent: the store is away, or the destination's buffer is full.</summary>
    NotSent,
}
