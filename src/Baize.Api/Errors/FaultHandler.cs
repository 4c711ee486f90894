using System.Text.Json;
using Baize.Api.Routing;
using Baize.Protocol.Frames;
using Microsoft.AspNetCore.Diagnostics;

namespace Baize.Api.Errors;

/// <summary>Turns what was thrown into problem details: a bad request's fault is named, ours is logged.</summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true; // nobody reads the answer
        await Explain(exception, httpContext).ExecuteAsync(httpContext);
        return true;
    }

    private Problem Explain(Exception exception, HttpContext context)
    {
        if (exception is BadHttpRequestException { InnerException: JsonException json })
        {
            var field = Field(json.Path);
            var where = field is null ? "The body" : $"'{field}'";
            return new Problem(StatusCodes.Status400BadRequest, ErrorCodes.BadFrame, $"{where} is not the JSON that is expected: {Reason(json)}") { Field = field };
        }
        if (exception is BadHttpRequestException bad)
            return new Problem(bad.StatusCode, Problems.CodeOf(bad.StatusCode), Plain(bad));
        Log.RequestFailed(logger, context.Request.Method, context.Request.Path, exception);
        if (exception is InstanceAnswerException)
            return Problems.NoInstance();
        return new Problem(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "The platform failed; the fault is in its log.");
    }

    // "$.room_data.x" → "room_data.x"
    private static string? Field(string? path) => path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;

    // Without the .NET type's name and the position, which the serializer appends.
    private static string Reason(JsonException json)
    {
        var end = json.Message.IndexOf(" Path:", StringComparison.Ordinal);
        var reason = end < 0 ? json.Message : json.Message[..end];
        return reason.Contains("could not be converted", StringComparison.Ordinal) ? "a value of the wrong type." : reason;
    }

    private static string Plain(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON: send 'Content-Type: application/json'.",
        StatusCodes.Status413PayloadTooLarge => $"The body may have {ApiApp.MaxBodyBytes} bytes.",
        _ when bad.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal) || bad.Message.Contains("from body", StringComparison.Ordinal) => "The request needs a JSON body.",
        _ => bad.Message,
    };

    private static partial class Log // ids 4020-4029
    {
        [LoggerMessage(4020, LogLevel.Error, "{Method} {Path} failed.", EventName = "RequestFailed")]
        public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);
    }
}
