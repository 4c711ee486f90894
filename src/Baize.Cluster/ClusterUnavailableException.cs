namespace Baize.Cluster;

/// <summary>The store did not answer, or not in time, or refused. Whether a write took effect is not known; every write here is safe to repeat.</summary>
public sealed class ClusterUnavailableException : Exception
{
    /// <summary>The store did not answer.</summary>
    public ClusterUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// Whether waiting may help. False where the store has answered with an error that stays: a script's fault, a key that holds
    /// something of another type, a missing permission. Then somebody has to look.
    /// </summary>
    public bool IsTransient { get; init; } = true;
}
