using System.Net;

namespace Baize.Hosting.Cluster;

/// <summary>An address of this host.</summary>
/// <param name="Address">Of one of its interfaces.</param>
/// <param name="HasGateway">Whether that interface leads to a default gateway.</param>
internal sealed record InterfaceAddress(IPAddress Address, bool HasGateway);
