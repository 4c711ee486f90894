using Baize.Api.Rooms;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Baize.Api.Auth;

/// <summary>The origins that browsers may call from: <c>auth.allowed_origins</c>; where that is empty, any port of the host that was called, as on the WebSocket.</summary>
internal sealed class OriginPolicyProvider(IOptions<AuthOptions> options) : ICorsPolicyProvider
{
    private readonly string[] _allowed = options.Value.AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var policy = new CorsPolicyBuilder()
            .WithMethods("GET", "POST", "DELETE")
            .WithHeaders("Authorization", "Content-Type", RequestIds.Header)
            .WithExposedHeaders("Location", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1)); // tokens travel in a header, never in a cookie: no credentials
        if (_allowed.Contains("*"))
            policy.AllowAnyOrigin();
        else if (_allowed.Length > 0)
            policy.WithOrigins(_allowed);
        else
            policy.SetIsOriginAllowed(origin => IsSameHost(origin, context.Request.Host));
        return Task.FromResult<CorsPolicy?>(policy.Build());
    }

    private static bool IsSameHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase);
}
