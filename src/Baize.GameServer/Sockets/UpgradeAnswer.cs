using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Baize.GameServer.Sockets;

/// <summary>The answer to a handshake as it stands on the wire.</summary>
internal static class UpgradeAnswer
{
    /// <summary>Come in.</summary>
    public static byte[] Accept(UpgradeVerdict verdict) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {verdict.AcceptKey}\r\n\r\n");

    /// <summary>Stay out, and why. The connection ends with it.</summary>
    public static byte[] Refuse(UpgradeVerdict verdict)
    {
        var body = Encoding.UTF8.GetBytes(Refusal.Json(verdict));
        return [
            .. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {verdict.Status} {ReasonPhrases.GetReasonPhrase(verdict.Status)}\r\n{Refusal.Headers(verdict.Status)}"
                + $"Content-Type: application/problem+json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"),
            .. body,
        ];
    }
}
