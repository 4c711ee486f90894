using Baize.Cluster;
using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;

namespace Baize.Instances;

/// <summary>The instances as etcd or Consul lists them: works without an API.</summary>
internal sealed class DiscoveryInstances : IInstances
{
    private readonly DiscoveryRegistry _registry;

    private DiscoveryInstances(DiscoveryRegistry registry) => _registry = registry;

    /// <exception cref="CommandException">The service is not to be reached.</exception>
    public static async Task<DiscoveryInstances> ConnectAsync(Task<DiscoveryRegistry> connecting)
    {
        try
        {
            return new(await connecting);
        }
        catch (ClusterUnavailableException ex)
        {
            throw new CommandException(ex.Message, ex);
        }
    }

    public async Task<InstanceList> ListAsync(CancellationToken cancellationToken) =>
        _registry.IsAway ? throw new CommandException($"{_registry.Name} does not answer any more.") : new(await _registry.ListAsync(cancellationToken));

    public ValueTask DisposeAsync() => _registry.DisposeAsync();
}
