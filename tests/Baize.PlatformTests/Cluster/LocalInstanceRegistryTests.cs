using Baize.Cluster.Instances;
using Baize.Cluster.Local;

namespace Baize.PlatformTests.Cluster;

public sealed class LocalInstanceRegistryTests : InstanceRegistryContract
{
    internal override Task<IInstanceRegistry> OpenAsync() => Task.FromResult<IInstanceRegistry>(new LocalInstanceRegistry(TimeProvider.System));
}
