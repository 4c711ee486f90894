using System.Text;
using Baize.Protocol.Frames;
using Microsoft.AspNetCore.WebUtilities;

namespace Baize.GameServer.Sockets;

/// <summary>A refused handshake as an HTTP answer: problem details (RFC 9457).</summary>
internal static class Refusal
{
    public static string Json(UpgradeVerdict verdict) => Encoding.UTF8.GetString(ServerFrame.Data(writer =>
    {
        writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(verdict.Status));
        writer.WriteNumber("status"u8, verdict.Status);
        writer.WriteString("detail"u8, verdict.Detail);
        writer.WriteString("code"u8, Code(verdict.Status));
    }));

    /// <summary>What a status must come with; each line with its end.</summary>
    public static string Headers(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "WWW-Authenticate: Bearer\r\n",
        StatusCodes.Status426UpgradeRequired => "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
        StatusCodes.Status503ServiceUnavailable => "Retry-After: 1\r\n",
        _ => "",
    };

    private static string Code(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ErrorCodes.Unauthorized,
        StatusCodes.Status403Forbidden => ErrorCodes.Forbidden,
        StatusCodes.Status503ServiceUnavailable => ErrorCodes.Unavailable,
        _ => ErrorCodes.BadFrame,
    };
}
