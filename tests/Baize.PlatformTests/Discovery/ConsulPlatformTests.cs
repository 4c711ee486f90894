using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

[Collection(OwnPlatformTests.Name)]
public sealed class ConsulPlatformTests(ConsulFixture consul) : DiscoveryPlatformContract(consul), IClassFixture<ConsulFixture>
{
    protected override string Kind => "consul";
}
