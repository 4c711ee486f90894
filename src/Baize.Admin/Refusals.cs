namespace Baize.Admin;

/// <summary>Refusals as problem details (RFC 9457), with codes as the API has them.</summary>
internal static class Refusals
{
    public static IResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code)]);

    public static IResult Unauthorized(string detail) => Of(StatusCodes.Status401Unauthorized, "unauthorized", detail);

    public static IResult BadField(string field, object? value, string allowed) => Of(
        StatusCodes.Status400BadRequest, "bad_frame", $"'{field}' is {(value is null ? "missing" : $"'{value}'")}; it must be {allowed}.");

    public static IResult NoInstance() =>
        Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "No game server answers. What is shown may be old; try again.");
}
