using System.Net;

namespace Baize.Gateway.Http;

/// <summary>Who may see the gateway's own figures: its port is open to the world, and they are not the world's.</summary>
internal static class Insiders
{
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"),
    ];

    /// <summary>Whether a request comes from this machine or a private network, and through no proxy.</summary>
    public static bool Include(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address || context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("Forwarded"))
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Networks.Any(n => n.Contains(address));
    }
}
