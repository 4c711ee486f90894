using Baize.Hosting.Options;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Baize.Hosting.Tracing;

/// <summary>Exports a process' traces by OTLP, where a collector is configured. Where none is, nothing of it is even loaded.</summary>
internal static class TracingHosting
{
    /// <summary>Ours, and .NET's of requests that go out.</summary>
    private static readonly string[] Sources = ["Baize.GameServer", "System.Net.Http"];

    public static void AddTracing(IServiceCollection services, string role, TracingOptions options)
    {
        if (options.OtlpEndpoint.Length > 0)
            AddExport(services, role, options);
    }

    private static void AddExport(IServiceCollection services, string role, TracingOptions options) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService($"baize-{role}"))
        .WithTracing(tracing => tracing
            .AddSource(Sources)
            .AddAspNetCoreInstrumentation(requests => requests.Filter = static context => !IsWatch(context.Request.Path))
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SamplePercent / 100.0)))
            .AddOtlpExporter(otlp =>
            {
                otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
                otlp.Endpoint = new Uri($"{options.OtlpEndpoint.TrimEnd('/')}/v1/traces");
            }));

    // What watches the process every few seconds would be most of all traces.
    private static bool IsWatch(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        || path.StartsWithSegments("/stats", StringComparison.Ordinal);
}
