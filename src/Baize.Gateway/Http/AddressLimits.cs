using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Baize.Gateway.Forwarding;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Baize.Gateway.Http;

/// <summary>What one address may have: requests per second, and open WebSockets.</summary>
internal static class AddressLimits
{
    /// <summary>Bounds the open WebSockets of an address.</summary>
    public const string Sockets = "sockets";

    private const int PrefixBytes = 8; // of an IPv6 address: the rest its holder chooses anew at will

    public static IServiceCollection AddAddressLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(static limiter => limiter.OnRejected = static async (rejected, _) =>
        {
            rejected.HttpContext.RequestServices.GetRequiredService<GatewayMetrics>().Refused("rate");
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Refusals.RefuseAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests or connections from this address.");
        });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<GatewayOptions>>(static (limiter, options) =>
        {
            var (requests, sockets) = (options.Value.RequestsPerSecond, options.Value.SocketsPerAddress);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Key(context) is { } key && requests > 0
                ? RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = 2 * requests,
                    TokensPerPeriod = requests,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                })
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(Sockets, context => Key(context) is { } key && sockets > 0
                ? RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = sockets })
                : RateLimitPartition.GetNoLimiter(""));
        });
        return services;
    }

    // This machine's own are no players: probes, tests, or a proxy that does not say whom it speaks for.
    private static string? Key(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixBytes)) : address.ToString();
    }
}
