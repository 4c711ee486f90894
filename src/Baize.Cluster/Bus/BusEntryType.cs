namespace Baize.Cluster.Bus;

/// <summary>What an entry of a batch is.</summary>
internal enum BusEntryType : byte
{
    /// <summary>Wants no answer.</summary>
    Post = 0,

    /// <summary>Wants an answer.</summary>
    Request = 1,

    /// <summary>Answers a request.</summary>
    Reply = 2,

    /// <summary>Sent to oneself, to see that the channel delivers.</summary>
    Echo = 3,
}
