using Scalar.AspNetCore;

namespace Baize.Api.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and the page to read and try it at <c>/docs</c>. Nothing is loaded from elsewhere: it works offline.</summary>
internal static class DocumentEndpoints
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(DocumentTransforms.DescribeAsync);
        options.AddOperationTransformer(DocumentTransforms.DescribeAsync);
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
        });
    }
}
