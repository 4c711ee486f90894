using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Baize.Api.Errors;
using Baize.Hosting.Auth;
using Baize.Protocol.Frames;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Baize.Api.Auth;

/// <summary>
/// Says who calls: a player by a Bearer token, a trusted service by <c>X-Internal-Key</c>. On <see cref="UserTokens"/> rather
/// than on JwtBearer, so that a valid token means the same here and on the WebSocket.
/// </summary>
internal sealed class PlayerAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, UserTokens tokens, InternalKeyCheck key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var claims = new List<Claim>(3);
        if (key.Accepts(Request.Headers[InternalKey.Header]))
            claims.Add(new Claim(PlayerClaims.Trusted, "true"));
        if (Token() is { } token)
        {
            if (await tokens.ValidateAsync(token) is not { } user)
                return AuthenticateResult.Fail("The token is not valid: malformed, wrongly signed or expired.");
            claims.Add(new Claim(PlayerClaims.UserId, user.UserId.ToString(CultureInfo.InvariantCulture)));
            claims.Add(new Claim(PlayerClaims.Name, user.Name));
        }
        return claims.Count == 0
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = result.Failure is null ? SchemeName : $"{SchemeName} error=\"invalid_token\"";
        var detail = result.Failure?.Message ?? "A token is needed: 'Authorization: Bearer …' from POST /api/v1/auth/guest.";
        await Problems.Of(ErrorCodes.Unauthorized, detail).ExecuteAsync(Context);
    }

    // A trusted service where a player is asked for: who it acts for, only a token tells.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => HandleChallengeAsync(properties);

    private string? Token()
    {
        var header = Request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
    }
}
