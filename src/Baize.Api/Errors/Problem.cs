using System.Globalization;
using Baize.Api.Routing;
using Baize.Protocol.Frames;

namespace Baize.Api.Errors;

/// <summary>A refusal as problem details (RFC 9457), with the protocol's <c>code</c> and, where one is at fault, the <c>field</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Detail">For people.</param>
internal sealed record Problem(int Status, string Code, string Detail) : IResult
{
    /// <summary>The field of the request that is at fault.</summary>
    public string? Field { get; init; }

    /// <summary>Further members.</summary>
    public IReadOnlyDictionary<string, object?> More { get; init; } = new Dictionary<string, object?>();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (ErrorCodes.IsRetryable(Code))
            httpContext.Response.Headers.RetryAfter = RouterOptions.RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var members = new Dictionary<string, object?>(More) { ["code"] = Code };
        if (Field is not null)
            members["field"] = Field;
        return TypedResults.Problem(Detail, statusCode: Status, extensions: members).ExecuteAsync(httpContext);
    }
}
