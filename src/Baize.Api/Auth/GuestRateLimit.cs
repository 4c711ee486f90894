using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Baize.Api.Errors;
using Baize.Protocol.Frames;
using Microsoft.AspNetCore.RateLimiting;

namespace Baize.Api.Auth;

/// <summary>
/// How many guests one address may make: 2,000 at once, 50 a second after that. Generous, for a school or a carrier may stand
/// behind one address, and a guest costs a signature and nothing that is kept; what guests do is limited elsewhere. Loopback is
/// not limited: it is load tests and proxies that say nothing of their clients.
/// </summary>
internal static class GuestRateLimit
{
    public const string Policy = "guests";

    private const int Burst = 2_000;
    private const int PerSecond = 50;

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(Policy, static context => context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address)
            ? RateLimitPartition.GetTokenBucketLimiter(Client(address), static _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = PerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0, // a queue would only move the wait to where it holds a connection
            })
            : RateLimitPartition.GetNoLimiter(""));
        options.OnRejected = static (rejected, _) => new ValueTask(
            Problems.Of(ErrorCodes.RateLimited, string.Create(CultureInfo.InvariantCulture, $"Too many guests from this address; allowed: {PerSecond} a second."))
                .ExecuteAsync(rejected.HttpContext));
    }

    // One client has a whole /64 of IPv6 addresses.
    private static string Client(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
