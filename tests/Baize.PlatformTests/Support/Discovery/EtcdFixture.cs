namespace Baize.PlatformTests.Support;

/// <summary>An etcd.</summary>
public sealed class EtcdFixture : DiscoveryFixture
{
    protected override string Tool => "etcd";

    private protected override DiscoveryService New() => new EtcdService();
}
