namespace Baize.Cluster.Redis.Direct;

/// <summary>What a reply is.</summary>
internal enum RespKind : byte
{
    /// <summary>One that says nothing more: <c>OK</c>, the answer to a ping.</summary>
    Other,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An error.</summary>
    Error,

    /// <summary>A message on a channel.</summary>
    Message,

    /// <summary>A subscription stands.</summary>
    Subscribe,
}
