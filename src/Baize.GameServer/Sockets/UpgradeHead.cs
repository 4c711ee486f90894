using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Baize.GameServer.Sockets;

/// <summary>Reads the head of an HTTP request for <c>/ws</c>. All else is ASP.NET's.</summary>
internal static class UpgradeHead
{
    /// <summary>Longest head, as Kestrel's own bound.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Bytes after which it is decided.</summary>
    public const int DecisiveBytes = 8;

    private static ReadOnlySpan<byte> Start => "GET /ws"u8;

    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>Whether these first bytes ask for <c>/ws</c>: null while they may still become it.</summary>
    public static bool? IsOurs(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[DecisiveBytes];
        var length = (int)Math.Min(buffer.Length, first.Length);
        buffer.Slice(0, length).CopyTo(first);
        return IsOurs(first[..length]);
    }

    /// <summary>Whether these first bytes ask for <c>/ws</c>: null while they may still become it.</summary>
    public static bool? IsOurs(ReadOnlySpan<byte> first)
    {
        var known = Math.Min(first.Length, Start.Length);
        if (!first[..known].SequenceEqual(Start[..known]))
            return false;
        return first.Length <= Start.Length ? null : first[Start.Length] is (byte)'?' or (byte)' ';
    }

    /// <summary>Takes a whole head off.</summary>
    /// <returns>False while the head is not complete.</returns>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out UpgradeRequest? request)
    {
        request = null;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, End))
            return false;
        buffer = buffer.Slice(reader.Position);
        request = Parse(Encoding.Latin1.GetString(head));
        return true;
    }

    /// <summary>Takes a whole head off.</summary>
    /// <returns>Bytes of the head; 0 while it is not complete.</returns>
    public static int TryRead(ReadOnlySpan<byte> buffer, out UpgradeRequest? request)
    {
        request = null;
        var end = buffer.IndexOf(End);
        if (end < 0)
            return 0;
        request = Parse(Encoding.Latin1.GetString(buffer[..end]));
        return end + End.Length;
    }

    private static UpgradeRequest Parse(string head)
    {
        var lines = head.Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }
        var target = lines[0].Split(' ')[1];
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? [] : QueryHelpers.ParseQuery(target[mark..]);
        return new UpgradeRequest(
            headers.GetValueOrDefault("Host"),
            headers.GetValueOrDefault("Origin"),
            headers.GetValueOrDefault("Upgrade"),
            headers.GetValueOrDefault("Connection"),
            headers.GetValueOrDefault("Sec-WebSocket-Version"),
            headers.GetValueOrDefault("Sec-WebSocket-Key"),
            query.TryGetValue("token", out var token) ? token.ToString() : UpgradeRequest.BearerToken(headers.GetValueOrDefault("Authorization")));
    }
}
