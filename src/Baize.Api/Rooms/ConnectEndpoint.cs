using System.Net;
using Baize.Api.Errors;
using Baize.Api.OpenApi;
using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Protocol.Api;

namespace Baize.Api.Rooms;

/// <summary><c>GET /rooms/{id}/connect</c>: where the room is local, or will be.</summary>
internal static class ConnectEndpoint
{
    public static void MapConnect(this IEndpointRouteBuilder room) => room
        .MapGet("/connect", ConnectAsync)
        .RequireAuthorization()
        .WithSummary("Where to connect")
        .WithDescription("The WebSocket of the room's owner, where the room is local; if it has none, or that one is draining or does not answer, the least busy live instance. " +
            "Add the token: `&token=…`. A hint: every instance serves every room.")
        .Produces<ConnectReply>()
        .WithProblems(400, 401, 503)
        .WithExample(reply: """{"ws_url": "ws://10.0.0.5:8081/ws?room=k7Pq2mXw9R", "instance_id": "1-1767139200"}""");

    private static async Task<IResult> ConnectAsync(HttpContext context, InstanceRouter router, RoutePlanner planner, InstanceLoad load, string id)
    {
        // Asked for, not looked up: a record outlives its instance by up to instance_ttl.
        var route = await planner.PlanAsync(id, context.RequestAborted);
        if (await router.SendAsync(route, InstanceRequest.Get("health/live"), context.RequestAborted) is not { IsSuccess: true } answer)
            return Problems.NoInstance();
        load.Add(answer.Instance);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ConnectReply(Url(answer.Instance, context.Request.Host.Host, id), answer.Instance.InstanceId));
    }

    // In single-instance mode the address is loopback: to others this machine has the name that they called us by.
    internal static string Url(InstanceRecord instance, string called, string roomId)
    {
        var isLocal = IPAddress.TryParse(instance.Address, out var ip) && IPAddress.IsLoopback(ip);
        var host = isLocal && called.Length > 0 ? called : instance.Address;
        return new UriBuilder("ws", host, instance.Port, "ws", $"?room={roomId}").Uri.ToString();
    }
}
