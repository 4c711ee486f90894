using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

public sealed class EtcdRegistryTests(EtcdFixture etcd) : DiscoveryRegistryContract(etcd), IClassFixture<EtcdFixture>
{
    [Fact]
    public async Task ShortestAsync_ElectionTakesLonger_IsWhatEtcdGrants()
    {
        await using var slow = new EtcdService(election: 5_000);
        await slow.StartAsync();
        await using var registry = await slow.ConnectAsync("");

        Assert.Equal(TimeSpan.FromSeconds(8), await registry.ShortestAsync(TimeSpan.FromSeconds(3), Cancellation));
        Assert.Null(await registry.ShortestAsync(TimeSpan.FromSeconds(8), Cancellation));
    }
}
