namespace Baize.Gateway.Forwarding;

/// <summary>What the gateway says by itself: problem details (RFC 9457) with the protocol's <c>code</c>.</summary>
internal static class Refusals
{
    /// <summary>Seconds: a room has changed hands by then.</summary>
    public const string RetryAfter = "1";

    /// <summary>Nobody took the request.</summary>
    public static Task UnavailableAsync(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        return RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", detail);
    }

    /// <summary>The request is not taken.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(context);
}
