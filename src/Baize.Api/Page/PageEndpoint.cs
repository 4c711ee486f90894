using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Api.Page;

/// <summary><c>GET /</c> and what it loads: the web lobby. It loads nothing from elsewhere and runs no script that is not a file of its own.</summary>
internal static class PageEndpoint
{
    // Web sockets go to the instances, which have other ports and perhaps other names; styles set by script are no inline styles.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Year = "public, max-age=31536000, immutable";

    public static void MapPage(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.Port;
        var files = PageFiles.Read(app.Environment.IsDevelopment(), port);
        foreach (var (path, file) in files)
        {
            // What is in assets/ is named after its content; the page itself asks again, and is told that nothing has changed.
            var cache = path.StartsWith("assets/", StringComparison.Ordinal) ? Year : "no-cache";
            app.MapGet(path == "index.html" ? "/" : "/" + path, (HttpContext context) => Send(context, file, cache)).ExcludeFromDescription();
        }
    }

    private static IResult Send(HttpContext context, PageFile file, string cache)
    {
        var (body, encoding, tag) = file.For(context.Request.Headers.AcceptEncoding.ToString());
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer"; // an invite link names a room
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = cache;
        headers.Vary = "Accept-Encoding";
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return Results.Bytes(body, file.ContentType, entityTag: new(tag));
    }
}
