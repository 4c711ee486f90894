using System.Net;
using Baize.Gateway.Health;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Gateway.Forwarding;

/// <summary>The APIs: they hold nothing, so any will do, and they take turns.</summary>
internal sealed class ApiUpstreams(IOptions<GatewayOptions> options, IOptions<ServerOptions> server, HealthBook book)
{
    private uint _turn;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Upstream> All { get; } = Read(options.Value.Api, server.Value.Port);

    /// <summary>Whom to ask, in order: who is ready goes first.</summary>
    public IReadOnlyList<Upstream> InOrder()
    {
        if (All.Count == 1)
            return All;
        var first = (int)(Interlocked.Increment(ref _turn) % (uint)All.Count);
        return [.. All.Skip(first).Concat(All.Take(first)).OrderBy(book.Of)];
    }

    private static Upstream[] Read(string addresses, int port)
    {
        var parts = addresses.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0
            ? Array.ConvertAll(parts, address => Upstream.OfApi(new Uri(address)))
            : [Upstream.OfApi(new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), port).Uri)];
    }
}
