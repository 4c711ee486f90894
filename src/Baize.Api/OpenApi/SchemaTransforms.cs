using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baize.Api.OpenApi;

/// <summary>Where the types alone say less, or something else, than is on the wire.</summary>
internal static class SchemaTransforms
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Of a record every parameter counts as required; on the wire a field that may be null may be left out, and so it is in replies.
        foreach (var field in context.JsonTypeInfo.Properties)
        {
            if (field.IsGetNullable || Nullable.GetUnderlyingType(field.PropertyType) is not null || field.AssociatedParameter?.HasDefaultValue is true)
                schema.Required?.Remove(field.Name);
        }

        if (context.JsonTypeInfo.Type == typeof(ProblemDetails) && schema.Properties is { } members)
        {
            members["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What went wrong, for programs: one of the protocol's error codes." };
            members["field"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The field of the request that is at fault; absent where none is." };
        }
        return Task.CompletedTask;
    }
}
