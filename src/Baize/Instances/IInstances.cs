using Baize.Cluster.Instances;

namespace Baize.Instances;

/// <summary>Where the commands look up the live instances.</summary>
internal interface IInstances : IAsyncDisposable
{
    /// <summary>The live instances.</summary>
    /// <exception cref="CommandException">No answer.</exception>
    Task<InstanceList> ListAsync(CancellationToken cancellationToken);
}
