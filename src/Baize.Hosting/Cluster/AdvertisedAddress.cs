namespace Baize.Hosting.Cluster;

/// <summary>The address that others reach this host by.</summary>
public static class AdvertisedAddress
{
    /// <summary>
    /// What is configured, else the first IPv4 address of an interface that is up and not loopback (one with a default gateway
    /// before others), else <c>127.0.0.1</c>. Never an unspecified address.
    /// </summary>
    public static string Detect(string configured) => throw new NotImplementedException(configured);
}
