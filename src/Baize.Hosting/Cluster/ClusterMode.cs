namespace Baize.Hosting.Cluster;

/// <summary>Whether this process shares anything with others.</summary>
/// <param name="IsSingle">Single-instance mode: nothing shared.</param>
/// <param name="Reason">Why single, for logs, health and <c>/stats</c>; empty in a cluster.</param>
public sealed record ClusterMode(bool IsSingle, string Reason)
{
    /// <summary><c>cluster</c> or <c>single</c>, as shown in health and <c>/stats</c>.</summary>
    public string Name => IsSingle ? "single" : "cluster";
}
