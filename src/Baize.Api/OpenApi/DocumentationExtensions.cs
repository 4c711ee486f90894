namespace Baize.Api.OpenApi;

/// <summary>What an endpoint says of itself in the OpenAPI document.</summary>
internal static class DocumentationExtensions
{
    /// <summary>Shows an example of the request and of the reply.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, string? request = null, string? reply = null) =>
        endpoint.WithMetadata(new OperationExample(request, reply));

    /// <summary>Lists the statuses that the endpoint refuses with, all of them problem details.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
