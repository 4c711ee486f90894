using System.Net;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Nginx;

/// <summary>What the variants of <c>deploy/nginx</c> have in common: routes, who may enter, what is repeated.</summary>
public sealed class NginxRulesTests
{
    private const string Variant = "game-server-lb.conf";

    [Theory]
    [InlineData("/stats", true)]
    [InlineData("/health", true)]
    [InlineData("/health/ready", true)]
    [InlineData("/internal/games", true)]
    [InlineData("/", false)]
    [InlineData("/api/v1/rooms", false)]
    [InlineData("/openapi/v1.json", false)]
    [InlineData("/docs", false)]
    public async Task Route_EachPath_ReachesItsUpstream(string path, bool isGameServers)
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        var (status, body) = await stubs.GetAsync(path);

        Assert.Equal(200, status);
        Assert.Contains(body, isGameServers ? stubs.Games.Select(g => $"{g.Port}") : [$"{stubs.Api.Port}"]);
    }

    [Fact]
    public async Task Metrics_ThroughTheBalancer_AreNotFound()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        Assert.Equal(404, (await stubs.GetAsync("/metrics")).Status);
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("::1", 200)]
    [InlineData("10.0.0.1", 200)]
    [InlineData("10.255.255.254", 200)]
    [InlineData("11.0.0.1", 403)]
    [InlineData("192.168.1.1", 403)]
    [InlineData("203.0.113.5", 403)]
    [InlineData("2001:db8::1", 403)]
    public async Task Internal_ByAddress_IsOpenToLoopbackAndTheInsideOnly(string from, int status)
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        var answer = await stubs.GetAsync("/internal/room/notify", from);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, stubs.Games.Sum(g => g.Requests.Count));
    }

    [Theory]
    [InlineData("/Internal/games")]
    [InlineData("/internal")]
    [InlineData("//internal/games")]
    [InlineData("/x/../internal/games")]
    [InlineData("/%69nternal/games")]
    public async Task Internal_PathInDisguise_ReachesNoGameServer(string path)
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        // Uri would tidy the path up: the request goes out as it is written.
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, stubs.Nginx.Port, TestContext.Current.CancellationToken);
        await tcp.GetStream().WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{NginxProcess.ClientAddressHeader}: 203.0.113.5\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(tcp.GetStream());
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.All(stubs.Games, g => Assert.Empty(g.Requests));
    }

    [Fact]
    public async Task Forwarded_Request_TellsWhoAsked()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        await stubs.GetAsync("/api/v1/rooms", from: "203.0.113.5");

        var headers = stubs.Api.LastHeaders;
        Assert.Equal($"127.0.0.1:{stubs.Nginx.Port}", headers["Host"]);
        Assert.Equal("203.0.113.5", headers["X-Real-IP"]);
        Assert.Equal("203.0.113.5", headers["X-Forwarded-For"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.Equal($"127.0.0.1:{stubs.Nginx.Port}", headers["X-Forwarded-Host"]);
        Assert.Equal(32, headers["X-Request-Id"].Length);
    }

    [Fact]
    public async Task Forwarded_WebSocket_TellsWhoAskedToo()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        await using var socket = (await RawWebSocket.ConnectAsync(
            stubs.Nginx.Port, "/ws", new Dictionary<string, string> { [NginxProcess.ClientAddressHeader] = "203.0.113.5" })).Socket!;

        var headers = stubs.Games.Single(g => !g.Requests.IsEmpty).LastHeaders;
        Assert.Equal($"127.0.0.1:{stubs.Nginx.Port}", headers["Host"]);
        Assert.Equal("203.0.113.5", headers["X-Forwarded-For"]);
    }

    [Fact]
    public async Task WebSocket_Token_IsNotLogged()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);

        await using (var socket = (await RawWebSocket.ConnectAsync(stubs.Nginx.Port, "/ws?token=secret-token")).Socket!)
            await socket.SendFrameAsync(WireFrame.Close, Array.Empty<byte>());
        await stubs.GetAsync("/stats");
        await Eventually.TrueAsync(() => stubs.Nginx.AccessLog.Contains("/stats", StringComparison.Ordinal), "the access log is written");

        Assert.DoesNotContain("secret-token", stubs.Nginx.AccessLog);
    }

    [Theory]
    [InlineData("/internal/room/notify")]
    [InlineData("/api/v1/rooms")]
    public async Task Post_ServerDiesWhileAnswering_IsNotSentAgain(string path)
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);
        UpstreamStub[] all = [.. stubs.Games, stubs.Api];
        foreach (var stub in all)
            stub.DiesOnRequest = true;

        using var content = new StringContent("{}");
        using var answer = await stubs.Http.PostAsync(new Uri(stubs.Nginx.Address, path), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(1, all.Sum(s => s.Requests.Count));
    }

    [Fact]
    public async Task Get_ServersDie_IsAskedOfTheNext()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);
        stubs.Games[0].DiesOnRequest = stubs.Games[1].DiesOnRequest = true;

        for (var i = 0; i < 6; i++)
            Assert.Equal((200, $"{stubs.Games[2].Port}"), await stubs.GetAsync("/stats"));
    }

    [Fact]
    public async Task Post_ServersNotThere_ReachesTheOneThatIs()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);
        await stubs.Games[0].DisposeAsync();
        await stubs.Games[1].DisposeAsync();

        for (var i = 0; i < 6; i++)
        {
            using var content = new StringContent("{}");
            using var answer = await stubs.Http.PostAsync(new Uri(stubs.Nginx.Address, "/internal/room/notify"), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(6, stubs.Games[2].Requests.Count);
    }

    [Fact]
    public async Task WebSocket_ServersDrain_OpensOnTheOneThatDoesNot()
    {
        await using var stubs = await BalancedStubs.StartAsync(Variant);
        stubs.Games[0].Drains = stubs.Games[1].Drains = true;

        for (var i = 0; i < 6; i++)
        {
            var answer = await RawWebSocket.ConnectAsync(stubs.Nginx.Port, "/ws");
            Assert.Equal(101, answer.Status);
            await answer.Socket!.DisposeAsync();
        }

        Assert.Equal(6, stubs.Games[2].Requests.Count);
    }
}
