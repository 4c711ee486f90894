using System.Globalization;
using System.Text;

namespace Baize.Api.Page;

/// <summary>The web lobby as <c>web/dist</c> had it when this assembly was built. Why it is embedded: docs/decisions/0013-committed-web-bundle.md.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";
    private const string Index = "index.html";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>Reads them all.</summary>
    /// <param name="isDevelopment">Whether the page may offer what exists in development only.</param>
    /// <param name="apiPort">The API's own port: a page that came through another one looks for a balancer there.</param>
    /// <returns>By path, without a leading slash; the page itself is <c>index.html</c>.</returns>
    public static Dictionary<string, PageFile> Read(bool isDevelopment, int apiPort)
    {
        var assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var name = resource[Prefix.Length..].Replace('\\', '/');
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var body = name == Index ? Tell(bytes.ToArray(), isDevelopment, apiPort) : bytes.ToArray();
            files.Add(name, new PageFile(Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"), body));
        }
        return files.ContainsKey(Index) ? files : throw new InvalidOperationException("The page is not embedded in the assembly: web/dist was empty when it was built.");
    }

    // In the page rather than behind a request of its own: it is there before the first line of script runs.
    private static byte[] Tell(byte[] html, bool isDevelopment, int apiPort) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(html)
        .Replace("data-mode=\"\"", $"data-mode=\"{(isDevelopment ? "development" : "production")}\"", StringComparison.Ordinal)
        .Replace("data-api-port=\"\"", string.Create(CultureInfo.InvariantCulture, $"data-api-port=\"{apiPort}\""), StringComparison.Ordinal));
}
