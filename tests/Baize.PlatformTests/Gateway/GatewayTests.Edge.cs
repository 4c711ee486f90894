using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Gateway;

/// <summary>Who asked, how much they may ask, and how a gateway stops.</summary>
public sealed partial class GatewayTests
{
    [Fact]
    public async Task Requests_ThroughTlsAndATrustedProxy_AreToldOfAndBounded()
    {
        await using var edge = await EdgeGateway.StartAsync(_platform);

        // Who asked: the proxy's word counts, and not what the client had put before it.
        using var asked = await edge.GetAsync("api/v1/games", "6.6.6.6, 203.0.113.9", "play.example", ("Forwarded", "for=6.6.6.6"), ("X-Real-IP", "6.6.6.6"));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var seen = edge.Api.LastHeaders;
        Assert.Equal(("203.0.113.9", "https", "play.example", "play.example"), (seen["X-Forwarded-For"], seen["X-Forwarded-Proto"], seen["X-Forwarded-Host"], seen["Host"]));
        Assert.False(seen.ContainsKey("Forwarded") || seen.ContainsKey("X-Real-IP"));

        // How much: of bodies, that say how long they are and that do not; of headers; of requests.
        using var body = await edge.Http.PostAsJsonAsync(edge.Address("api/v1/rooms"), new string('x', 70_000), Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
        using var unsaid = new HttpRequestMessage(HttpMethod.Post, edge.Address("api/v1/rooms")) { Content = new StreamContent(new MemoryStream(new byte[70_000])), Headers = { TransferEncodingChunked = true } };
        using var cut = await edge.Http.SendAsync(unsaid, Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, cut.StatusCode);
        using var headers = await edge.GetAsync("api/v1/games", "203.0.113.10", null, ("X-Long", new string('x', 20_000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, headers.StatusCode);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var one = await edge.GetAsync("api/v1/games", "203.0.113.11");
            statuses.Add(one.StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var other = await edge.GetAsync("api/v1/games", "203.0.113.12");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        // With what: a certificate that is renewed needs no restart.
        var before = await edge.SerialAsync();
        await edge.RenewCertificateAsync();
        await Eventually.TrueAsync(async () => await edge.SerialAsync() != before, "the new certificate is served", details: () => edge.Process.Log.Tail());
    }

    [Fact]
    public async Task Sockets_ThroughTls_OneAddressHasOnlySoManyAndStoppingCutsThem()
    {
        await using var edge = await EdgeGateway.StartAsync(_platform);
        using var first = await edge.ConnectAsync("203.0.113.20");
        using var second = await edge.ConnectAsync("203.0.113.20");
        Assert.Null(await edge.ConnectAsync("203.0.113.20"));
        using var elsewhere = await edge.ConnectAsync("203.0.113.21");
        Assert.NotNull(elsewhere);
        Assert.Contains("\"connected\"", await EdgeGateway.ReadAsync(first!), StringComparison.Ordinal);
        await second!.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
        ClientWebSocket? third = null;
        await Eventually.TrueAsync(async () => (third = await edge.ConnectAsync("203.0.113.20")) is not null, "its place is free again");

        edge.Process.Send(Signal.Terminate);

        Assert.Equal(0, await edge.Process.WaitForExitAsync());
        await Assert.ThrowsAnyAsync<WebSocketException>(() => EdgeGateway.ReadAsync(first!));
        third!.Dispose();
    }
}
