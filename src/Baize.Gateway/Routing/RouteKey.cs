using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Baize.Gateway.Routing;

/// <summary>What a WebSocket is routed by.</summary>
/// <param name="Kind">As metrics name it: <c>room</c>, <c>user</c> or <c>address</c>.</param>
/// <param name="Value">The room, the user's id, the client's address.</param>
internal sealed partial record RouteKey(string Kind, string Value)
{
    private const string Bearer = "Bearer ";

    /// <summary>Longest token that is looked into, as in <c>UserTokens</c>.</summary>
    private const int MaxToken = 8192;

    /// <summary>The room that is asked for, else the user, else the address: a user's sockets without a room meet on one instance.</summary>
    public static RouteKey Of(HttpRequest request)
    {
        if (request.Query["room"] is [{ } room] && RoomId().IsMatch(room))
            return new("room", room);
        var token = request.Query["token"] is [{ Length: > 0 } given] ? given : BearerToken(request.Headers.Authorization.ToString());
        return User(token) is { } user
            ? new("user", user)
            : new("address", request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "");
    }

    // Not verified: it decides where the handshake goes, and the instance decides whether it is let in.
    private static string? User(string? token)
    {
        if (token is null || token.Length > MaxToken || token.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("sub", out var sub)
                ? sub.ValueKind switch { JsonValueKind.String => sub.GetString(), JsonValueKind.Number => sub.GetRawText(), _ => null }
                : null;
        }
        catch (Exception ex) when (ex is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? BearerToken(string authorization) =>
        authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex RoomId();
}
