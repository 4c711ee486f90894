using System.Security.Claims;
using System.Text.Encodings.Web;
using Baize.Hosting.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Baize.Admin.Auth;

/// <summary>Scripts: <c>auth.internal_key</c> as <c>Authorization: Bearer</c> or <c>X-Internal-Key</c>. No cookie, so no forged requests.</summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, InternalKeyCheck key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Key";

    /// <summary>Who a script says it is, for the audit list.</summary>
    public const string ActorHeader = "X-Actor";

    private const string Bearer = "Bearer ";

    /// <summary>Whether a request brings a key, right or wrong.</summary>
    public static bool IsUsedBy(HttpRequest request) => request.Headers.ContainsKey(InternalKey.Header) || request.Headers.ContainsKey("Authorization");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var bearer = Request.Headers.Authorization.ToString();
        var given = bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? bearer[Bearer.Length..] : Request.Headers[InternalKey.Header].ToString();
        if (!key.Accepts(given))
            return Task.FromResult(AuthenticateResult.Fail("The key is wrong."));
        var name = Request.Headers.TryGetValue(ActorHeader, out var actor) ? AdminClaims.CleanName(actor) : "key";
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Refusals.Unauthorized("The internal key is missing or wrong: send 'Authorization: Bearer <auth.internal_key>'.").ExecuteAsync(Context);
}
