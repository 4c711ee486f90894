using System.Text.Json;
using Baize.Api.Routing;
using Baize.Protocol.Frames;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Baize.Api.Errors;

/// <summary>The refusals of this API.</summary>
internal static class Problems
{
    private const int MaxShown = 80;

    /// <summary>Whether a room's refusal is the client's to mend (4xx) or passes by itself (503).</summary>
    /// <remarks>409 for what the room's present state forbids: the same request may be right a moment later or earlier.</remarks>
    public static int StatusOf(string code) => code switch
    {
        ErrorCodes.BadFrame or ErrorCodes.UnknownType => StatusCodes.Status400BadRequest,
        ErrorCodes.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCodes.Forbidden or ErrorCodes.NotMember => StatusCodes.Status403Forbidden,
        ErrorCodes.RoomNotFound => StatusCodes.Status404NotFound,
        ErrorCodes.RoomFull or ErrorCodes.AlreadyStarted or ErrorCodes.NotYourTurn or ErrorCodes.IllegalMove => StatusCodes.Status409Conflict,
        ErrorCodes.PayloadTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCodes.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>A refusal by its code.</summary>
    public static Problem Of(string code, string? detail) => new(StatusOf(code), code, detail ?? "The room refused.");

    /// <summary>A field that is not what is allowed.</summary>
    public static Problem BadField(string field, object? value, string allowed) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.BadFrame, $"'{field}' is {Shown(value)}; allowed: {allowed}.") { Field = field };

    /// <summary>Nobody answered.</summary>
    public static Problem NoInstance() =>
        new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "No game-server instance answers. Try again with the same id.");

    /// <summary>What an instance answered, where it is not a success: its own problem details passed on, or, where it could not, that it could not.</summary>
    public static Problem From(InstanceReply reply)
    {
        if (InstanceReply.IsFailure(reply.Status))
            return Of(ErrorCodes.Unavailable, "The room is changing hands or the store is away. Try again with the same id.");
        var told = Read(reply.Body);
        return new Problem(reply.Status, Text(told, "code") ?? CodeOf(reply.Status), told?.Detail ?? $"The instance answered {reply.Status}.")
        {
            Field = Text(told, "field"),
        };
    }

    /// <summary>The code for what went wrong before anyone looked at the request's meaning.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ErrorCodes.Unauthorized,
        StatusCodes.Status403Forbidden => ErrorCodes.Forbidden,
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => ErrorCodes.UnknownType, // nothing here of this name
        StatusCodes.Status413PayloadTooLarge => ErrorCodes.PayloadTooLarge,
        StatusCodes.Status429TooManyRequests => ErrorCodes.RateLimited,
        StatusCodes.Status503ServiceUnavailable => ErrorCodes.Unavailable,
        >= 500 => ErrorCodes.Internal,
        _ => ErrorCodes.BadFrame,
    };

    /// <summary>What to say about a request that found no endpoint.</summary>
    public static string DetailOf(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at '{request.Path}'. What there is: /docs.",
        StatusCodes.Status405MethodNotAllowed => $"'{request.Path}' does not take {request.Method}; it takes {request.HttpContext.Response.Headers.Allow}.",
        StatusCodes.Status413PayloadTooLarge => $"The body may have {ApiApp.MaxBodyBytes} bytes.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    private static ProblemDetails? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<ProblemDetails>(body.Span, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null; // its status says enough
        }
    }

    private static string? Text(ProblemDetails? problem, string member) =>
        problem?.Extensions.TryGetValue(member, out var value) is true && value is JsonElement { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string Shown(object? value) => value switch
    {
        null => "missing",
        string { Length: > MaxShown } text => $"'{text[..MaxShown]}…'",
        _ => $"'{value}'",
    };
}
