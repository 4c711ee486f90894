namespace Baize.GameServer.Sockets;

/// <summary>What a client's opening handshake says (RFC 6455, 4.1). Absent headers are null.</summary>
/// <param name="Host">The <c>Host</c> header.</param>
/// <param name="Origin">Where a browser comes from.</param>
/// <param name="Upgrade">The <c>Upgrade</c> header.</param>
/// <param name="Connection">The <c>Connection</c> header.</param>
/// <param name="Version">The <c>Sec-WebSocket-Version</c> header.</param>
/// <param name="Key">The <c>Sec-WebSocket-Key</c> header.</param>
/// <param name="Token">The player's token, from <c>?token=</c> or <c>Authorization: Bearer</c>.</param>
internal sealed record UpgradeRequest(string? Host, string? Origin, string? Upgrade, string? Connection, string? Version, string? Key, string? Token)
{
    private const string Bearer = "Bearer ";

    /// <summary>The token of an <c>Authorization</c> header; null where it bears none.</summary>
    public static string? BearerToken(string? authorization) =>
        authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? authorization[Bearer.Length..].Trim() : null;
}
