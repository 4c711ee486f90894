namespace Baize.Gateway.Forwarding;

/// <summary>Who asked, for what stands behind.</summary>
internal static class Forwarded
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";

    // What others may have written there. Trusted proxies' word is in the connection and the request by now; nobody else's counts.
    private static readonly string[] Ours = [For, Proto, Host, "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded", "X-Original-For", "X-Original-Proto", "X-Original-Host"];

    /// <summary>Sets the headers, and the caller's <c>Host</c>: a browser's <c>Origin</c> is compared with it.</summary>
    public static void Set(HttpRequestMessage request, HttpContext context)
    {
        foreach (var name in Ours)
            request.Headers.Remove(name);
        request.Headers.Host = context.Request.Host.Value;
        if (context.Connection.RemoteIpAddress is { } address)
            request.Headers.TryAddWithoutValidation(For, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        request.Headers.TryAddWithoutValidation(Proto, context.Request.Scheme);
        request.Headers.TryAddWithoutValidation(Host, context.Request.Host.Value);
    }
}
