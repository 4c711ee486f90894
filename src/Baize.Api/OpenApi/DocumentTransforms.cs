using System.Globalization;
using System.Text.Json.Nodes;
using Baize.Api.Auth;
using Baize.Api.Rooms;
using Baize.Hosting.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baize.Api.OpenApi;

/// <summary>What the document says beyond what the endpoints' types tell: examples, who may call, what errors look like.</summary>
internal static class DocumentTransforms
{
    private const string Bearer = PlayerAuthenticationHandler.SchemeName;
    private const string Key = InternalKey.Header;
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    /// <summary>Title, and the ways to say who calls.</summary>
    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Baize API",
            Version = "v1",
            Description =
                "Rooms on many game-server instances as if they were one. Times ending in `_at` are Unix milliseconds (`registered_at`: seconds). " +
                "Errors are problem details (RFC 9457) with a `code`, and a `field` where one is at fault; on 503 and 429 try again after `Retry-After`. " +
                $"Every write may bear a request id, in its body as `id` or as `{RequestIds.Header}`: sent again, it takes effect once.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = null; // the paths are relative to where the document was fetched
        document.Tags = new HashSet<OpenApiTag>(Tags.InOrder.Select(name => new OpenApiTag { Name = name }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A player's token, from `POST /api/v1/auth/guest`.",
            },
            [Key] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = Key,
                Description = "A trusted service's key: `auth.internal_key`.",
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>An operation's examples and who may call it.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<OperationExample>().LastOrDefault() is { } example)
        {
            Show(operation.RequestBody?.Content, Json, example.Request);
            foreach (var (_, response) in operation.Responses?.Where(r => r.Key.StartsWith('2')) ?? [])
                Show(response.Content, Json, example.Reply);
        }
        foreach (var (status, response) in operation.Responses?.Where(r => r.Key[0] is '4' or '5') ?? [])
            Show(response.Content, ProblemJson, Examples.ProblemOf(int.Parse(status, CultureInfo.InvariantCulture)));

        if (metadata.OfType<IAuthorizeData>().LastOrDefault() is { } players)
            operation.Security = players.Policy is null ? [By(Bearer, context)] : [By(Bearer, context), By(Key, context)];
        else if (operation.Tags?.Any(t => t.Name == Tags.Trusted) is true)
            operation.Security = [By(Key, context)];
        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement By(string scheme, OpenApiOperationTransformerContext context) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

    private static void Show(IDictionary<string, OpenApiMediaType>? content, string type, string? json)
    {
        if (json is not null && content is not null && content.TryGetValue(type, out var media))
            media.Example = JsonNode.Parse(json);
    }
}
