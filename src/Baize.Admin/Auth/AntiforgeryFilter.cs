using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Baize.Admin.Auth;

/// <summary>A browser sends its cookie with every request, whoever made the page that asks: what changes something must show the token too.</summary>
internal static class AntiforgeryFilter
{
    public static RouteGroupBuilder RequireAntiforgery(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(static async (context, next) =>
        {
            var http = context.HttpContext;
            var bySession = http.User.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme;
            if (bySession && !HttpMethods.IsGet(http.Request.Method) && !await IsValidAsync(http))
                return Refusals.Of(StatusCodes.Status400BadRequest, "forbidden", $"The header {SessionServices.TokenHeader} is missing or not this session's: reload the page.");
            return await next(context);
        });
        return group;
    }

    private static async Task<bool> IsValidAsync(HttpContext http)
    {
        try
        {
            await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
