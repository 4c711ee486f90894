using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Baize.Admin.Auth;

/// <summary>How sessions end, and how those without one are told.</summary>
internal sealed class SessionEvents(AdminAccount account) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.FindFirst(AdminClaims.Stamp)?.Value == account.Stamp)
            return;
        context.RejectPrincipal(); // the password has changed since
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    // An open page asks every other second: were that a sign of life, no session would ever end.
    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        if (IsApi(context.Request) && HttpMethods.IsGet(context.Request.Method))
            context.ShouldRenew = false;
        return Task.CompletedTask;
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsApi(context.Request))
            return Refusals.Unauthorized("There is no session, or it has ended: log in, or send 'Authorization: Bearer <auth.internal_key>'.").ExecuteAsync(context.HttpContext);
        return base.RedirectToLogin(context);
    }

    private static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
