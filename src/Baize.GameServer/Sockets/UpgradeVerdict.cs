using Baize.Hosting.Auth;

namespace Baize.GameServer.Sockets;

/// <summary>What to answer to a handshake.</summary>
/// <param name="Status">101: come in. Else why not.</param>
/// <param name="Detail">On a refusal, for people.</param>
/// <param name="User">Who comes in; null on a refusal.</param>
/// <param name="AcceptKey">The <c>Sec-WebSocket-Accept</c> header; null on a refusal.</param>
internal readonly record struct UpgradeVerdict(int Status, string Detail, UserIdentity? User, string? AcceptKey)
{
    public static UpgradeVerdict Refuse(int status, string detail) => new(status, detail, User: null, AcceptKey: null);
}
