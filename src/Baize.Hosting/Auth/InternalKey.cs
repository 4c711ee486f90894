using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Baize.Hosting.Auth;

/// <summary>Endpoints for trusted services only.</summary>
public static class InternalKey
{
    /// <summary>The header that bears <c>auth.internal_key</c>.</summary>
    public const string Header = "X-Internal-Key";

    /// <summary>Answers 401 as problem details unless the request bears the key (compared in fixed time), before its body is read.</summary>
    /// <remarks>
    /// On an endpoint or a group; needs no <c>app.UseX()</c>. It wraps the endpoint's delegate instead of being an endpoint filter: a filter
    /// runs when the parameters are bound, so that a stranger's bad body would be answered by 400.
    /// </remarks>
    public static TBuilder RequireInternalKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(
                StatusCodes.Status401Unauthorized, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
            if (endpoint.RequestDelegate is not { } next)
                return;
            endpoint.RequestDelegate = context =>
                context.RequestServices.GetRequiredService<InternalKeyCheck>().Accepts(context.Request.Headers[Header])
                    ? next(context)
                    : RefuseAsync(context);
        });
        // Routing answers 415 by itself, before any endpoint, where it knows what an endpoint accepts. Binding checks it too, behind the key.
        builder.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IAcceptsMetadata>().LastOrDefault() is { } accepts)
                endpoint.Metadata.Add(new AcceptsMetadata([], accepts.RequestType, accepts.IsOptional));
        });
        return builder;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Header; // a 401 names what it wants (RFC 9110, 15.5.2)
        return TypedResults.Problem(
            title: "Unauthorized",
            detail: $"The header {Header} is missing or wrong.",
            statusCode: StatusCodes.Status401Unauthorized,
            extensions: new Dictionary<string, object?> { ["code"] = "unauthorized" }).ExecuteAsync(context);
    }
}
