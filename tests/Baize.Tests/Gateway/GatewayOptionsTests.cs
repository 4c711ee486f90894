using Baize.Hosting.Options;

namespace Baize.Tests.Gateway;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void Validate_AsByDefault_HasNoFaults() => Assert.True(new GatewayOptionsValidator().Validate(null, new GatewayOptions()).Succeeded);

    [Theory]
    [InlineData("api.example:8080", "", "gateway.api is 'api.example:8080'; allowed: http://host:port")]
    [InlineData("http://api.example/path", "", "gateway.api is 'http://api.example/path'; allowed: http://host:port")]
    [InlineData("", "proxy.example", "gateway.trusted_proxies is 'proxy.example'; allowed: addresses and networks")]
    public void Validate_WrongValue_NamesKeyValueAndRule(string api, string proxies, string start)
    {
        var faults = new GatewayOptionsValidator().Validate(null, new GatewayOptions { Api = api, TrustedProxies = proxies }).Failures;

        Assert.StartsWith(start, Assert.Single(faults!), StringComparison.Ordinal);
    }

    [Fact]
    public void Proxies_AddressesAndNetworks_AreRead() =>
        Assert.Equal(["10.0.0.0/8", "192.0.2.7/32", "::1/128"], new GatewayOptions { TrustedProxies = "10.0.0.0/8, 192.0.2.7,::1" }.Proxies().Select(p => p.ToString()));
}
