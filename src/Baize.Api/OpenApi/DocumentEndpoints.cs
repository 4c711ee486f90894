using Baize.Api.Auth;
using Scalar.AspNetCore;

namespace Baize.Api.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and the page to read and try it at <c>/docs</c>. Nothing is loaded from elsewhere: it works offline.</summary>
internal static class DocumentEndpoints
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(DocumentTransforms.DescribeAsync);
        options.AddOperationTransformer(DocumentTransforms.DescribeAsync);
        options.AddSchemaTransformer(SchemaTransforms.DescribeAsync);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", static options =>
        {
            options.Title = "Baize API";
            options.OpenApiRoutePattern = "/openapi/v1.json";
            options.DefaultFonts = false; // they come from a CDN
            options.Telemetry = false;
            options.ProxyUrl = null; // requests go from the page to the API itself
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true; // it leads to their site; the page itself sends requests too
            options.DisableAgent().DisableMcp();
            options.AddPreferredSecuritySchemes(PlayerAuthenticationHandler.SchemeName);
            options.DynamicNonce = true;
        }).ExcludeFromDescription().Add(endpoint => Confine(endpoint));
    }

    // What the page loads is up to a large script that is not ours; the browser holds it to this address.
    private static void Confine(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } next)
            return;
        endpoint.RequestDelegate = context =>
        {
            context.Response.OnStarting(() =>
            {
                var nonce = context.Items[ScalarOptions.NonceHttpContextItemKey];
                context.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
                    "worker-src 'self' blob:; base-uri 'self'; frame-ancestors 'none'";
                return Task.CompletedTask;
            });
            return next(context);
        };
    }
}
