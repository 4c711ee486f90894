namespace Baize.Cluster;

/// <summary>The store did not answer, or not in time. Whether a write took effect is not known; every write here is safe to repeat.</summary>
public sealed class ClusterUnavailableException : Exception
{
    /// <summary>The store did not answer.</summary>
    public ClusterUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
