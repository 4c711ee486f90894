namespace Baize.PlatformTests.Support;

/// <summary>A Consul.</summary>
public sealed class ConsulFixture : DiscoveryFixture
{
    protected override string Tool => "consul";

    private protected override DiscoveryService New() => new ConsulService();
}
