using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

[Collection(OwnPlatformTests.Name)]
public sealed class EtcdPlatformTests(EtcdFixture etcd) : DiscoveryPlatformContract(etcd), IClassFixture<EtcdFixture>
{
    protected override string Kind => "etcd";
}
