using Baize.Cluster.Instances;

namespace Baize.Nginx;

/// <summary>Asks an instance itself.</summary>
internal interface IReadyCheck
{
    /// <summary>Whether it says that it may be sent something new.</summary>
    Task<bool> IsReadyAsync(InstanceRecord instance, CancellationToken cancellationToken);
}
