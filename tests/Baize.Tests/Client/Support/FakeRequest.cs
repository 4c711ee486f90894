using System.Net.Sockets;
using System.Text;

namespace Baize.Tests.Client.Support;

/// <summary>A client's HTTP request that waits to be answered.</summary>
internal sealed record FakeRequest(TcpClient Tcp, Uri Target, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsHandshake => Headers.ContainsKey("Sec-WebSocket-Key");

    public string? Token => Query("token") ?? (Headers.TryGetValue("Authorization", out var header) ? header.Replace("Bearer ", "", StringComparison.Ordinal) : null);

    /// <summary>Reads a request's head; null where the peer went away.</summary>
    public static async Task<FakeRequest?> ReadAsync(TcpClient tcp)
    {
        var head = new StringBuilder();
        var one = new byte[1]; // no byte more: what follows is the WebSocket's
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await tcp.GetStream().ReadAsync(one) == 0)
                return null;
            head.Append((char)one[0]);
        }
        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).ToDictionary(h => h[0], h => h[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new FakeRequest(tcp, new Uri(new Uri("http://server/"), lines[0].Split(' ')[1]), headers);
    }

    public string? Query(string name) => Target.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2))
        .Where(p => p[0] == name && p.Length == 2).Select(p => Uri.UnescapeDataString(p[1])).FirstOrDefault();

    public async Task AnswerAsync(int status, string headers, string body = "") =>
        await Tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Said\r\n{headers}\r\n{body}"));
}
