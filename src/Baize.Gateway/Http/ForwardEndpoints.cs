using System.Net;
using Baize.Gateway.Forwarding;
using Baize.Gateway.Health;
using Baize.Gateway.Routing;
using Baize.Gateway.Sockets;

namespace Baize.Gateway.Http;

/// <summary>What is forwarded: <c>/ws</c> to an instance, all else to the API. An instance is asked for nothing but <c>/ws</c>.</summary>
internal static class ForwardEndpoints
{
    public static void MapSockets(this IEndpointRouteBuilder routes) => routes.MapGet("/ws", OpenAsync).RequireRateLimiting(AddressLimits.Sockets);

    public static void MapCalls(this IEndpointRouteBuilder routes) => routes.Map("/{**path}", CallAsync);

    private static async Task OpenAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var (sockets, metrics) = (services.GetRequiredService<OpenSockets>(), services.GetRequiredService<GatewayMetrics>());
        if (services.GetRequiredService<SocketDrain>().IsStopping)
        {
            await Refusals.UnavailableAsync(context, "This gateway is stopping. Reconnect in a moment.");
            return;
        }

        var route = await services.GetRequiredService<SocketRouter>().PlanAsync(RouteKey.Of(context.Request));
        Attempt? open = null;
        try
        {
            await services.GetRequiredService<UpstreamForwarder>().ForwardAsync(context, route.Upstreams, Upstream.Instance, ForwardPlan.Socket, (upstream, attempt, status) =>
            {
                if (status != HttpStatusCode.SwitchingProtocols)
                    return;
                open = attempt;
                sockets.Add(upstream, attempt.Cut);
                metrics.Opened(route.ChosenBy(upstream));
            });
        }
        finally
        {
            if (open is not null)
                sockets.Remove(open.Cut);
        }
    }

    private static Task CallAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return services.GetRequiredService<UpstreamForwarder>().ForwardAsync(
            context, services.GetRequiredService<ApiUpstreams>().InOrder(), Upstream.Api, ForwardPlan.Call, static (_, _, _) => { });
    }
}
