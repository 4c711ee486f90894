using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>The gateway, but for its port. Section <c>gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where the API is, <c>http://host:port[,…]</c>: those that answer take turns. Empty: <c>server.port</c> on this host.</summary>
    public string Api { get; set; } = "";

    /// <summary>Addresses and networks (<c>10.0.0.0/8</c>) whose <c>X-Forwarded-*</c> is believed, comma-separated. Empty: nobody's.</summary>
    [ConfigurationKeyName("trusted_proxies")]
    public string TrustedProxies { get; set; } = "";

    /// <summary>A PEM file of the certificate and its chain: the port speaks TLS where it is set, and the file is read anew when it changes.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>A PEM file of the certificate's private key; empty: it is in the same file.</summary>
    [ConfigurationKeyName("certificate_key")]
    public string CertificateKey { get; set; } = "";

    /// <summary>Open connections at the most, WebSockets and others; more are closed at once. Default 10000; 1 to 1000000.</summary>
    [ConfigurationKeyName("max_connections")]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Open WebSockets from one address; more are refused. Default 500; 0 to 1000000, 0: any number.</summary>
    [ConfigurationKeyName("sockets_per_address")]
    public int SocketsPerAddress { get; set; } = 500;

    /// <summary>Requests from one address, burst twice that; more are refused. Default 100; 0 to 100000, 0: any number.</summary>
    [ConfigurationKeyName("requests_per_second")]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Longest body of a request, in bytes. Default 65536, the API's own bound; 1024 to 16777216.</summary>
    [ConfigurationKeyName("max_body_bytes")]
    public int MaxBodyBytes { get; set; } = 65_536;

    /// <summary>Longest line and headers of a request, in bytes. Default 16384; 2048 to 32768, the game server's own bound.</summary>
    [ConfigurationKeyName("max_header_bytes")]
    public int MaxHeaderBytes { get; set; } = 16_384;

    /// <summary>Those of <see cref="TrustedProxies"/>, a single address as a network of one.</summary>
    /// <exception cref="FormatException">One is none.</exception>
    public IReadOnlyList<System.Net.IPNetwork> Proxies() => [.. Parts(TrustedProxies).Select(p => TryParse(p, out var network) ? network : throw new FormatException(p))];

    /// <summary>The parts of a list.</summary>
    internal static string[] Parts(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads an address or a network.</summary>
    internal static bool TryParse(string text, out System.Net.IPNetwork network)
    {
        if (System.Net.IPNetwork.TryParse(text, out network))
            return true;
        if (!System.Net.IPAddress.TryParse(text, out var address))
            return false;
        network = new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
