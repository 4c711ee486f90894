using Baize.Protocol.Frames;

namespace Baize.GameServer.Http;

/// <summary>Refusals as problem details (RFC 9457), with the protocol's code.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code)]);

    public static IResult BadField(string field, object? value, string allowed) => TypedResults.Problem(
        $"'{field}' is {(value is null ? "missing" : $"'{value}'")}; it must be {allowed}.",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: [new("code", ErrorCodes.BadFrame), new("field", field)]);

    public static IResult NotFound(string roomId) => Of(StatusCodes.Status404NotFound, ErrorCodes.RoomNotFound, $"There is no room '{roomId}'.");

    /// <summary>The room is changing hands or the store is away.</summary>
    public static IResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Of(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The room is changing hands or the store is away. Send it again with the same id.");
    }
}
