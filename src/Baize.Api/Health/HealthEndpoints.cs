using System.Reflection;
using Baize.Api.OpenApi;
using Baize.Api.Routing;
using Baize.Hosting.Cluster;

namespace Baize.Api.Health;

/// <summary>Health and figures, open to all who reach the port.</summary>
internal static class HealthEndpoints
{
    private static readonly string Version =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithTags(Tags.Health);
        health.MapGet("/health/live", () => Results.Text("live")).WithSummary("Whether the process runs");
        health.MapGet("/health/ready", ReadyAsync)
            .WithSummary("Whether it can do its work").WithDescription("503 while Redis is away; in single-instance mode there is none to be away.")
            .Produces<HealthReply>().Produces<HealthReply>(StatusCodes.Status503ServiceUnavailable);
        health.MapGet("/health", ReadyAsync).WithSummary("The same as /health/ready").Produces<HealthReply>().Produces<HealthReply>(StatusCodes.Status503ServiceUnavailable);
        var started = TimeProvider.System.GetTimestamp();
        health.MapGet("/stats", (LiveInstances live, ClusterMode mode, TimeProvider time, CancellationToken cancellationToken) =>
            StatsAsync(live, mode, time, TimeProvider.System.GetElapsedTime(started), cancellationToken)).WithSummary("Figures").Produces<StatsReply>();
    }

    private static async Task<IResult> ReadyAsync(LiveInstances live, ClusterMode mode, CancellationToken cancellationToken)
    {
        var instances = await live.ListAsync(cancellationToken);
        var reply = new HealthReply(live.Fault is null ? "ready" : "not ready", live.Fault, mode.Name, Absent(mode.Reason), instances.Count);
        return TypedResults.Json(reply, ApiJson.Default.HealthReply, statusCode: live.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> StatsAsync(LiveInstances live, ClusterMode mode, TimeProvider time, TimeSpan uptime, CancellationToken cancellationToken)
    {
        var instances = await live.ListAsync(cancellationToken);
        return TypedResults.Json(
            new StatsReply(
                mode.Name, Absent(mode.Reason), live.Fault is null, instances.Count, instances.Sum(i => i.Connections), instances.Sum(i => i.Rooms),
                time.GetUtcNow().ToUnixTimeMilliseconds(), (long)uptime.TotalMilliseconds, Version, Environment.ProcessId),
            ApiJson.Default.StatsReply);
    }

    private static string? Absent(string reason) => reason.Length == 0 ? null : reason;
}
