using Baize.Gateway.Forwarding;
using Baize.Hosting.Metrics;
using Microsoft.AspNetCore.Http.Features;

namespace Baize.Gateway.Http;

/// <summary>What no request gets past.</summary>
internal static class Gate
{
    /// <summary>Passes a request on, or refuses it.</summary>
    public static Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var metrics = context.RequestServices.GetRequiredService<GatewayMetrics>();
        if (request.Path == MetricsHosting.Path ? !Insiders.Include(context) : !PublicPaths.Allows(request.Path.Value ?? ""))
        {
            metrics.Refused("path");
            return Refusals.RefuseAsync(context, StatusCodes.Status404NotFound, "unknown_type", "There is nothing of this name.");
        }
        // Of a body that says how long it is; one that does not say it is cut off while it comes.
        if (request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            metrics.Refused("body");
            return Refusals.RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "payload_too_large", "The body is longer than gateway.max_body_bytes.");
        }
        return next(context);
    }
}
