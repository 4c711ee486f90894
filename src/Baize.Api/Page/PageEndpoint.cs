using System.Security.Cryptography;
using System.Text;

namespace Baize.Api.Page;

/// <summary><c>GET /</c>: one page to see the platform work. It is embedded, loads nothing from elsewhere, and its script and style run by their hashes.</summary>
internal static class PageEndpoint
{
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        var html = Read();
        var policy =
            $"default-src 'none'; script-src '{Hash(html, "script")}'; style-src '{Hash(html, "style")}'; img-src data:; " +
            "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        var body = Encoding.UTF8.GetBytes(html);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";

        routes.MapGet("/", (HttpContext context) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache"; // ask again, and be told that nothing has changed
            return Results.Bytes(body, "text/html; charset=utf-8", entityTag: new(tag));
        }).ExcludeFromDescription();
    }

    private static string Read()
    {
        using var stream = typeof(PageEndpoint).Assembly.GetManifestResourceStream("index.html")
            ?? throw new InvalidOperationException("The page is not embedded in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // as a browser counts them, whatever the checkout did
    }

    // Of the text between the tags, as the browser computes it (CSP 3, 8.3).
    private static string Hash(string html, string tag)
    {
        var start = html.IndexOf($"<{tag}>", StringComparison.Ordinal) + tag.Length + 2;
        var end = html.IndexOf($"</{tag}>", start, StringComparison.Ordinal);
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[start..end])))}";
    }
}
