using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Admin.Actions;
using Baize.Admin.Audit;
using Baize.Admin.Auth;
using Baize.Admin.Overview;
using Baize.Admin.Platform;
using Baize.Admin.Rooms;
using Baize.Hosting.Metrics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Baize.Admin;

/// <summary>The services and the pipeline of the admin page, wherever it runs: as a process, or within a test.</summary>
internal static class AdminApp
{
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Nothing from elsewhere, nothing inline; charts style themselves through the object model, which a policy lets pass.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Needs what <c>BaizeHost.CreateBuilder</c> registers.</summary>
    /// <param name="services">The process' services.</param>
    /// <param name="account">Who may come in.</param>
    /// <param name="stateFolder">For the keys of sessions, and the audit list where it is not configured.</param>
    public static IServiceCollection AddBaizeAdmin(this IServiceCollection services, AdminAccount account, string stateFolder)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions; // as AdminJson is generated: a resolver takes the naming from the options it serves
            options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.TypeInfoResolverChain.Insert(0, AdminJson.Default);
        });
        services.AddProblemDetails();
        services.AddSingleton(account);
        services.AddSessions(stateFolder);
        services.AddPlatform();
        services.AddSingleton<History>().AddSingleton<Sampler>().AddHostedService(p => p.GetRequiredService<Sampler>());
        services.AddSingleton<RoomIndex>().AddHostedService(p => p.GetRequiredService<RoomIndex>());
        services.AddSingleton<RoomLookup>();
        services.AddSingleton(p => AuditLog.Create(p, stateFolder));
        services.AddRazorPages(pages => pages.Conventions.AuthorizeFolder("/").AllowAnonymousToPage("/Login"));
        return services;
    }

    public static void UseBaizeAdmin(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(static (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(context);
        });
        app.UseExceptionHandler();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache" });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", Ready);
        app.MapGet("/health", Ready);
        app.MapMetrics();
        app.MapRazorPages();
        var api = app.MapGroup("/api/v1").RequireAuthorization().RequireAntiforgery().NoStore();
        api.MapOverview();
        api.MapRooms();
        api.MapActions();
        api.MapAudit();
    }

    // The page works, and says what does not, while all else is away: so it is ready as soon as it answers.
    private static IResult Ready() => Results.Text("ready");

    private static RouteGroupBuilder NoStore(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        return group;
    }
}
