using Baize.Admin.Audit;
using Baize.Admin.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Baize.Admin.Pages;

/// <summary>In and out.</summary>
[AllowAnonymous]
internal sealed class LoginModel(AdminAccount account, LoginLimit limit, AuditLog audit) : PageModel
{
    private const int LongestPassword = 1024;

    internal LoginFault? Fault { get; private set; }

    public string? Name { get; private set; }

    /// <summary>Where to go then: a page of ours.</summary>
    public string? To { get; private set; }

    public IActionResult OnGet(string? to)
    {
        To = to;
        return User.Identity?.IsAuthenticated == true ? Redirect("/") : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? password, string? to)
    {
        (Name, To) = (name, to);
        var actor = AdminClaims.CleanName(name);
        if (!limit.TryAttempt(HttpContext.Connection.RemoteIpAddress))
            return await RefuseAsync(LoginFault.Limited, actor, StatusCodes.Status429TooManyRequests);
        if (password is not { Length: > 0 and <= LongestPassword } || !account.IsPassword(password))
            return await RefuseAsync(LoginFault.Password, actor, StatusCodes.Status401Unauthorized);
        await HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, AdminClaims.Operator(actor, account.Stamp));
        await audit.AddAsync(HttpContext, "login", "", fault: null, actor: actor);
        return LocalRedirect(Url.IsLocalUrl(to) ? to : "/");
    }

    public async Task<IActionResult> OnPostLogoutAsync()
    {
        if (User.Identity?.IsAuthenticated == true)
            await audit.AddAsync(HttpContext, "logout", "", fault: null);
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Redirect("/login");
    }

    private async Task<IActionResult> RefuseAsync(LoginFault fault, string actor, int status)
    {
        Fault = fault;
        await audit.AddAsync(HttpContext, "login", "", fault == LoginFault.Limited ? "too many attempts" : "wrong password", actor: actor);
        Response.StatusCode = status;
        if (fault == LoginFault.Limited)
            Response.Headers.RetryAfter = "60";
        return Page();
    }
}
