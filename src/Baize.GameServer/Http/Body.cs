using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baize.GameServer.Http;

/// <summary>Reads a JSON body, with an answer for every way in which it may be wrong.</summary>
internal static class Body
{
    /// <summary>Longest body, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <returns>The body, or the answer to give.</returns>
    public static async Task<(T? Value, IResult? Fault)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "bad_frame", "The body must be JSON: send 'Content-Type: application/json'."));
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value
                ? (value, null)
                : (null, Problems.Of(StatusCodes.Status400BadRequest, "bad_frame", "The body must be an object."));
        }
        catch (JsonException ex)
        {
            return (null, Problems.Of(StatusCodes.Status400BadRequest, "bad_frame", $"The body is not what is expected at '{ex.Path}': {ex.Message}"));
        }
        catch (BadHttpRequestException ex) // over the bound, or cut off
        {
            return (null, Problems.Of(ex.StatusCode, ex.StatusCode == StatusCodes.Status413PayloadTooLarge ? "payload_too_large" : "bad_frame", ex.Message));
        }
    }
}
