using System.Net;
using Baize.Hosting.Cluster;

namespace Baize.Tests.Hosting.Cluster;

public sealed class AdvertisedAddressTests
{
    [Theory]
    [InlineData("gs1.example")]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("2001:db8::1")]
    public void Choose_Configured_IsTaken(string address) => Assert.Equal(address, Choose(address, ("10.0.0.1", true)));

    [Theory]
    [InlineData("")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Choose_NothingOrUnspecified_Detects(string configured) => Assert.Equal("10.0.0.1", Choose(configured, ("10.0.0.1", true)));

    [Fact]
    public void Choose_BridgeBeforeCardWithGateway_TakesTheCard() =>
        Assert.Equal("10.0.0.1", Choose("", ("172.17.0.1", false), ("10.0.0.1", true), ("10.0.0.2", true)));

    [Fact]
    public void Choose_NoGateway_TakesTheFirstThatIsNotLinkLocal() =>
        Assert.Equal("192.168.1.1", Choose("", ("169.254.1.1", false), ("192.168.1.1", false), ("192.168.1.2", false)));

    [Fact]
    public void Choose_OnlyUnusable_IsLoopback() => Assert.Equal("127.0.0.1", Choose("", ("127.0.0.2", true), ("fe80::1", true), ("0.0.0.0", true)));

    [Fact]
    public void Detect_OnThisHost_IsASpecifiedAddress()
    {
        var address = IPAddress.Parse(AdvertisedAddress.Detect(""));
        Assert.NotEqual(IPAddress.Any, address);
        Assert.Equal(address.ToString(), AdvertisedAddress.Detect("0.0.0.0"));
    }

    private static string Choose(string configured, params (string Address, bool HasGateway)[] interfaces) =>
        AdvertisedAddress.Choose(configured, () => interfaces.Select(i => new InterfaceAddress(IPAddress.Parse(i.Address), i.HasGateway)));
}
