using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Baize.GameServer.Instance;
using Baize.Hosting.Auth;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Sockets;

/// <summary>Decides who may open a WebSocket: one meaning for both ways in.</summary>
internal sealed class UpgradeGate(UserTokens tokens, InstanceStatus status, IOptions<AuthOptions> options)
{
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3
    private const int KeyBytes = 16;

    /// <summary>Looks at a handshake.</summary>
    public async ValueTask<UpgradeVerdict> JudgeAsync(UpgradeRequest request)
    {
        if (!string.Equals(request.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase) || !HasUpgrade(request.Connection))
            return UpgradeVerdict.Refuse(StatusCodes.Status426UpgradeRequired, "/ws speaks WebSocket: send 'Upgrade: websocket' and 'Connection: Upgrade'.");
        if (request.Version != "13")
            return UpgradeVerdict.Refuse(StatusCodes.Status426UpgradeRequired, "Sec-WebSocket-Version must be 13.");
        if (request.Key is null || !Base64.IsValid(request.Key, out var bytes) || bytes != KeyBytes)
            return UpgradeVerdict.Refuse(StatusCodes.Status400BadRequest, "Sec-WebSocket-Key must be 16 bytes in base64.");
        if (!IsAllowed(request.Origin, request.Host))
            return UpgradeVerdict.Refuse(StatusCodes.Status403Forbidden, $"Origin '{request.Origin}' is not allowed; see auth.allowed_origins.");
        if (status.IsIsolated)
            return UpgradeVerdict.Refuse(StatusCodes.Status503ServiceUnavailable, "This instance has lost Redis: connect to another.");
        if (status.IsDraining)
            return UpgradeVerdict.Refuse(StatusCodes.Status503ServiceUnavailable, "This instance is draining: connect to another.");
        if (await tokens.ValidateAsync(request.Token) is not { } user)
            return UpgradeVerdict.Refuse(StatusCodes.Status401Unauthorized, "The token is missing, malformed, wrongly signed or expired: send ?token= or 'Authorization: Bearer'.");
        return new UpgradeVerdict(StatusCodes.Status101SwitchingProtocols, "", user, AcceptKey(request.Key));
    }

    private static bool HasUpgrade(string? connection) =>
        connection?.Split(',', StringSplitOptions.TrimEntries).Contains("upgrade", StringComparer.OrdinalIgnoreCase) == true;

    // A browser always says where it comes from, other programs need not: for them the token alone counts.
    private bool IsAllowed(string? origin, string? host)
    {
        if (origin is null)
            return true;
        var allowed = options.Value.AllowedOrigins;
        if (allowed.Length > 0)
            return allowed.Split(',', StringSplitOptions.TrimEntries).Any(a => a == "*" || string.Equals(a, origin, StringComparison.OrdinalIgnoreCase));
        // The same host on any port: the page comes from the API's port.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && Uri.TryCreate($"http://{host}", UriKind.Absolute, out var here)
            && string.Equals(from.Host, here.Host, StringComparison.OrdinalIgnoreCase);
    }

    // SHA-1 is what RFC 6455 names; it protects nothing here.
#pragma warning disable CA5350
    private static string AcceptKey(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Salt)));
#pragma warning restore CA5350
}
