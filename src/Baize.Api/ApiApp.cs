using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Api.Auth;
using Baize.Api.Development;
using Baize.Api.Errors;
using Baize.Api.Health;
using Baize.Api.OpenApi;
using Baize.Api.Page;
using Baize.Api.Platform;
using Baize.Api.Rooms;
using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Hosting.Metrics;
using Baize.Protocol;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Baize.Api;

/// <summary>The services and the pipeline of the API, wherever it runs: as a process, or within a test.</summary>
internal static class ApiApp
{
    /// <summary>Longest body of a request: four frames of the default size.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Needs an <see cref="IInstanceSource"/>, a <c>ClusterMode</c> and what <c>BaizeHost.CreateBuilder</c> registers.</summary>
    public static IServiceCollection AddBaizeApi(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions; // as ProtocolJson is generated: a resolver takes the naming from the options it serves
            options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.NumberHandling = JsonNumberHandling.Strict;
            options.TypeInfoResolverChain.Insert(0, ProtocolJson.Default);
            options.TypeInfoResolverChain.Insert(1, InstanceJson.Default);
            options.TypeInfoResolverChain.Insert(2, ApiJson.Default);
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // FaultHandler names the field
        services.AddExceptionHandler<FaultHandler>();
        services.AddRouter();
        services.AddPlayers();
        services.AddSingleton<RoomCalls>().AddSingleton<RoomCreation>().AddSingleton<GamesCache>().AddSingleton<Broadcaster>();
        services.AddApiDocument();
        return services;
    }

    public static void UseBaizeApi(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler(static _ => { }); // FaultHandler handles everything
        app.UseStatusCodePages(static pages =>
        {
            var status = pages.HttpContext.Response.StatusCode;
            return new Problem(status, Problems.CodeOf(status), Problems.DetailOf(status, pages.HttpContext.Request)).ExecuteAsync(pages.HttpContext);
        });
        app.UseRouting();
        app.UseCors();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();

        app.Services.GetRequiredService<RouterMetrics>(); // its counters begin at 0, before the first call
        app.MapHealth();
        app.MapMetrics();
        app.MapPage();
        app.MapApiDocument();
        var api = app.MapGroup("/api/v1");
        api.MapGuests();
        api.MapPlatform();
        api.MapRooms();
        if (app.Environment.IsDevelopment())
            api.MapKill();
    }
}
