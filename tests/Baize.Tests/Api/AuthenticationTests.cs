using System.Net;
using System.Text;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

public sealed class AuthenticationTests
{
    public static TheoryData<string, string> PlayerEndpoints() => new()
    {
        { "GET", "rooms" },
        { "POST", "rooms" },
        { "GET", "rooms/room123" },
        { "DELETE", "rooms/room123" },
        { "POST", "rooms/room123/join" },
        { "POST", "rooms/room123/leave" },
        { "POST", "rooms/room123/ready" },
        { "POST", "rooms/room123/cancel-ready" },
        { "POST", "rooms/room123/start" },
        { "POST", "rooms/room123/bots" },
        { "POST", "rooms/room123/kick" },
        { "POST", "rooms/room123/actions" },
        { "POST", "rooms/room123/messages" },
        { "GET", "rooms/room123/state" },
        { "GET", "rooms/room123/connect" },
    };

    [Theory]
    [MemberData(nameof(PlayerEndpoints))]
    public async Task Call_WithoutToken_Is401(string method, string path)
    {
        await using var api = await TestApi.StartAsync();

        var reply = await api.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null, token: null);

        Assert.Equal("unauthorized", reply.Problem(HttpStatusCode.Unauthorized));
        Assert.Equal("Bearer", reply.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("rooms/room123/notify")]
    [InlineData("broadcast")]
    public async Task Call_TrustedEndpointWithoutTheKey_Is401EvenWithAToken(string path)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        Assert.Equal("unauthorized", (await api.PostAsync(path, "not json")).Problem(HttpStatusCode.Unauthorized));
        Assert.Equal("unauthorized", (await api.SendAsync(HttpMethod.Post, path, "{}", key: "wrong")).Problem(HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("none")]
    [InlineData("expired")]
    [InlineData("other-key")]
    public async Task Call_WithABadToken_Is401ThatSaysSo(string kind)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");
        await using var other = kind == "other-key" ? await TestApi.StartAsync(secret: "another-secret-of-more-than-32-bytes-or-so") : null;
        var token = kind switch
        {
            "none" => $"{Base64("""{"alg":"none","typ":"JWT"}""")}.{Base64("""{"sub":"42","name":"Ada","exp":4102444800}""")}.",
            "expired" => api.Token(lifetime: TimeSpan.FromMinutes(-5)),
            "other-key" => other!.Token(),
            _ => kind,
        };

        var reply = await api.SendAsync(HttpMethod.Get, "rooms", token: token);

        Assert.Equal("unauthorized", reply.Problem(HttpStatusCode.Unauthorized));
        Assert.Equal("Bearer error=\"invalid_token\"", reply.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("games")]
    [InlineData("instances")]
    public async Task Call_OpenEndpointWithoutToken_Succeeds(string path)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.SendAsync(HttpMethod.Get, path, token: null)).Ok();
    }

    [Fact]
    public async Task Call_TrustedServiceWhereAPlayerIsNeeded_Is401()
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.SendAsync(HttpMethod.Get, "rooms", token: null, key: TestApi.Key)).Ok();
        Assert.Equal("unauthorized", (await api.PostTrustedAsync("rooms/room123/join", "{}")).Problem(HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData("", "http://127.0.0.1:9999", true)]  // another port of the host that was called
    [InlineData("", "https://elsewhere.example", false)]
    [InlineData("https://play.example", "https://play.example", true)]
    [InlineData("https://play.example", "http://127.0.0.1:9999", false)]
    [InlineData("*", "https://elsewhere.example", true)]
    public async Task Cors_OriginIsAllowedOrNot_AsConfigured(string allowed, string origin, bool expected)
    {
        await using var api = await TestApi.StartAsync(allowedOrigins: allowed);

        var reply = await api.SendAsync(HttpMethod.Get, "instances", token: null, headers: ("Origin", origin));
        var preflight = await api.SendAsync(
            HttpMethod.Options, "rooms", token: null, headers: [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")]);

        Assert.Equal(expected, reply.Header("Access-Control-Allow-Origin") is not null);
        Assert.Equal(expected, preflight.Header("Access-Control-Allow-Origin") is not null);
        if (expected)
            Assert.Contains("idempotency-key", preflight.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
