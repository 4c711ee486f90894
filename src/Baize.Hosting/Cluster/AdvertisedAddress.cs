using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Baize.Hosting.Cluster;

/// <summary>The address that others reach this host by.</summary>
public static class AdvertisedAddress
{
    /// <summary>
    /// What is configured, else the first IPv4 address of an interface that is up and not loopback (one with a default gateway
    /// before others), else <c>127.0.0.1</c>. Never an unspecified address.
    /// </summary>
    public static string Detect(string configured) => Choose(configured, Interfaces);

    /// <param name="configured">As in <see cref="Detect"/>.</param>
    /// <param name="interfaces">The addresses of the interfaces that are up and not loopback, in the system's order.</param>
    internal static string Choose(string configured, Func<IEnumerable<InterfaceAddress>> interfaces)
    {
        if (configured.Length > 0 && !IsUnspecified(configured))
            return configured;
        var found = interfaces()
            .Where(i => i.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(i.Address) && !i.Address.Equals(IPAddress.Any))
            .OrderByDescending(i => i.HasGateway) // stable: a bridge of containers has none, and others do not reach it
            .ThenBy(i => IsLinkLocal(i.Address))
            .Select(i => i.Address)
            .FirstOrDefault();
        return (found ?? IPAddress.Loopback).ToString();
    }

    private static bool IsUnspecified(string address) =>
        IPAddress.TryParse(address, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    private static bool IsLinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, ..];

    private static IEnumerable<InterfaceAddress> Interfaces() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback
        let properties = card.GetIPProperties()
        let hasGateway = properties.GatewayAddresses.Any(g => g.Address.AddressFamily == AddressFamily.InterNetwork && !g.Address.Equals(IPAddress.Any))
        from unicast in properties.UnicastAddresses
        select new InterfaceAddress(unicast.Address, hasGateway);
}
