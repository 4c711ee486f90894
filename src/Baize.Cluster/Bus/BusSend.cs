namespace Baize.Cluster.Bus;

/// <summary>What became of an entry handed to a link.</summary>
internal enum BusSend : byte
{
    /// <summary>It goes with the next batch.</summary>
    Taken,

    /// <summary>Too much is waiting for this destination.</summary>
    Full,

    /// <summary>The link has ended, because nobody listened at its other end: a new one takes it.</summary>
    Closed,
}
