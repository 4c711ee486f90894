using Baize.Cluster.Instances;
using Baize.Gateway.Health;
using Baize.Gateway.Routing;
using Baize.Gateway.Sockets;
using Baize.Hosting.Cluster;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baize.Gateway.Http;

/// <summary>The gateway's own health, open to all who reach the port.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", Ready);
        routes.MapGet("/health", Ready);
    }

    // Ready while the registry is away: the last list is as good for this gateway as for any other.
    private static JsonHttpResult<HealthReply> Ready(InstanceWatch watch, RoomOwners owners, HealthBook book, OpenSockets sockets, SocketDrain drain, ClusterMode mode)
    {
        var fault = drain.IsStopping ? "stopping" : watch.WasRead ? null : $"The registry was never read: {watch.Fault}";
        var flaw = watch.Fault is { } away ? $"The registry is away, the last list stands: {away}" : owners.IsAway ? "The room directory is away: rooms go where they were last." : null;
        return TypedResults.Json(
            new HealthReply(
                fault is not null ? "not ready" : flaw is null ? "ready" : "degraded",
                fault ?? flaw,
                mode.Name,
                mode.Reason.Length == 0 ? null : mode.Reason,
                watch.Instances.Count,
                watch.Instances.Count(i => i.State != InstanceState.Draining && book.Of(Upstream.Of(i)) == Condition.Ready),
                sockets.Count),
            GatewayJson.Default.HealthReply,
            statusCode: fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
