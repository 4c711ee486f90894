using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Admin.Auth;

/// <summary>How often a password may be tried: <c>admin.logins_per_minute</c> by one address, and ten times that by all together, for each try costs a tenth of a second of CPU.</summary>
internal sealed class LoginLimit(IOptions<AdminOptions> options) : IDisposable
{
    private const int Crowd = 10;
    private const int Segments = 6;

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<IPAddress, string>(address => RateLimitPartition.GetSlidingWindowLimiter(Client(address), _ => Window(options.Value.LoginsPerMinute))),
        PartitionedRateLimiter.Create<IPAddress, string>(_ => RateLimitPartition.GetSlidingWindowLimiter("all", _ => Window(options.Value.LoginsPerMinute * Crowd))));

    /// <summary>Counts an attempt.</summary>
    /// <returns>Whether it is allowed.</returns>
    public bool TryAttempt(IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static SlidingWindowRateLimiterOptions Window(int perMinute) => new()
    {
        PermitLimit = perMinute,
        Window = TimeSpan.FromMinutes(1),
        SegmentsPerWindow = Segments,
        QueueLimit = 0,
    };

    // One client has a whole /64 of IPv6 addresses.
    private static string Client(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
