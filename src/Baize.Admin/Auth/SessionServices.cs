using Baize.Hosting.Options;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Baize.Admin.Auth;

/// <summary>Sessions, keys and forged requests: all the framework's.</summary>
internal static class SessionServices
{
    /// <summary>Bears the token that says that a request comes from this page.</summary>
    public const string TokenHeader = "X-CSRF-Token";

    private const string Either = "Either";

    public static void AddSessions(this IServiceCollection services, string stateFolder)
    {
        // Kept, so that a restart logs nobody out; in a folder that only this user may read, as the secrets in it are.
        services.AddDataProtection().SetApplicationName("baize-admin").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(stateFolder, "admin-keys")));
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)); // warns that these keys are not encrypted at rest
        services.AddSingleton<SessionEvents>().AddSingleton<LoginLimit>();
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, displayName: null, options => options.ForwardDefaultSelector = static context =>
                KeyAuthenticationHandler.IsUsedBy(context.Request) ? KeyAuthenticationHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.SchemeName, displayName: null, configureOptions: null)
            .AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<AdminOptions>, IOptions<ServerOptions>>(static (cookie, admin, server) =>
            {
                cookie.Cookie.Name = $"baize_admin_{server.Value.AdminPort}"; // cookies know no ports: two platforms on one host would share one
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(admin.Value.SessionMinutes);
                cookie.SlidingExpiration = true;
                cookie.LoginPath = "/login";
                cookie.ReturnUrlParameter = "to";
                cookie.EventsType = typeof(SessionEvents);
            });
        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery();
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<IOptions<ServerOptions>>(static (options, server) =>
        {
            options.HeaderName = TokenHeader;
            options.Cookie.Name = $"baize_admin_csrf_{server.Value.AdminPort}";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
    }
}
