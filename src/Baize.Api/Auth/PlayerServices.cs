using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Baize.Api.Auth;

/// <summary>Who calls, from where, and how often.</summary>
internal static class PlayerServices
{
    // A reverse proxy on this machine or on a private network says whom it speaks for; nobody else may.
    private static readonly IPNetwork[] Proxies =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"),
    ];

    public static IServiceCollection AddPlayers(this IServiceCollection services)
    {
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in Proxies)
                options.KnownIPNetworks.Add(network);
        });
        // The core alone: AddAuthentication brings data protection, which writes key files that nothing here uses.
        services.AddWebEncoders().AddTransient<PlayerAuthenticationHandler>().AddAuthenticationCore(options =>
        {
            options.DefaultScheme = PlayerAuthenticationHandler.SchemeName;
            options.AddScheme<PlayerAuthenticationHandler>(PlayerAuthenticationHandler.SchemeName, displayName: null);
        });
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireClaim(PlayerClaims.UserId).Build())
            .AddPolicy(PlayerClaims.PlayerOrTrusted, policy => policy.RequireAssertion(c => c.User.IsTrusted() || c.User.FindPlayer() is not null));
        services.AddCors().AddTransient<ICorsPolicyProvider, OriginPolicyProvider>();
        services.AddRateLimiter(GuestRateLimit.Configure);
        services.AddSingleton<GuestLogin>();
        return services;
    }
}
