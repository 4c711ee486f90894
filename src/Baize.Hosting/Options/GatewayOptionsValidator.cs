using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <remarks>Whether the certificate can be read is for the gateway alone to say: the others do without.</remarks>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var faults = new OptionFaults("gateway");
        foreach (var address in GatewayOptions.Parts(options.Api))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.PathAndQuery != "/")
                faults.Add("api", address, "http://host:port, comma-separated; or empty, for the API on this host");
        }
        foreach (var proxy in GatewayOptions.Parts(options.TrustedProxies))
        {
            if (!GatewayOptions.TryParse(proxy, out _))
                faults.Add("trusted_proxies", proxy, "addresses and networks (10.0.0.0/8), comma-separated; or empty, to trust none");
        }
        return faults.Build();
    }
}
