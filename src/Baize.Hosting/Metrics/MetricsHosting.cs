using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baize.Hosting.Metrics;

/// <summary>Gives a process its figures: <see cref="IMeterFactory"/> to make meters by, <c>GET /metrics</c> for Prometheus.</summary>
public static class MetricsHosting
{
    /// <summary>Where Prometheus fetches.</summary>
    public const string Path = "/metrics";

    /// <summary>Maps <c>GET /metrics</c>: all meters named <c>Baize.*</c>, the runtime's and ASP.NET's requests, in Prometheus' text format.</summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ProcessMetrics>();
        var reader = routes.ServiceProvider.GetRequiredService<MeterReader>();
        return routes.MapGet(Path, context =>
        {
            var text = new StringBuilder(32 * 1024);
            reader.Collect(metrics => PrometheusText.Write(text, metrics));
            context.Response.ContentType = PrometheusText.ContentType;
            return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
        });
    }

    internal static void AddMetrics(IServiceCollection services, ProcessFacts facts)
    {
        services.AddSingleton<MeterReader>().AddSingleton<IMeterFactory>(p => p.GetRequiredService<MeterReader>());
        services.AddSingleton(facts).AddSingleton<ProcessMetrics>();
    }
}
