namespace Baize.Gateway.Health;

/// <summary>How an upstream does, the best first.</summary>
internal enum Condition
{
    /// <summary>It is ready, or new and not asked yet.</summary>
    Ready,

    /// <summary>It answers, and says that it is not ready: it drains, or Redis is away. While all say so, the rooms' owners are still the right ones to ask.</summary>
    NotReady,

    /// <summary>It does not answer.</summary>
    Silent,
}
