using System.Net;
using System.Text;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Hostile;

/// <summary>Bad requests to the game server's and the API's HTTP: protocol 3.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class HostileHttpTests(SharedPlatform shared)
{
    private const string Good = """{"room_id":"r1","action":"ready","user_id":7,"room_data":{}}""";
    private readonly BaizePlatform _platform = shared.Platform;

    // body, the field that the answer names (empty: the body as such)
    public static TheoryData<string, string> BadNotifications() => new()
    {
        { "", "" },
        { "hello", "" },
        { "[]", "" },
        { "null", "" },
        { "{", "" },
        { """{"action":"ready","user_id":7,"room_data":{}}""", "room_id" },
        { """{"room_id":5,"action":"ready","user_id":7,"room_data":{}}""", "room_id" },
        { """{"room_id":"../x","action":"ready","user_id":7,"room_data":{}}""", "room_id" },
        { """{"room_id":"r1","user_id":7,"room_data":{}}""", "action" },
        { """{"room_id":"r1","action":5,"user_id":7,"room_data":{}}""", "action" },
        { """{"room_id":"r1","action":"","user_id":7,"room_data":{}}""", "action" },
        { """{"room_id":"r1","action":"ready","room_data":{}}""", "user_id" },
        { """{"room_id":"r1","action":"ready","user_id":0,"room_data":{}}""", "user_id" },
        { """{"room_id":"r1","action":"ready","user_id":-1,"room_data":{}}""", "user_id" },
        { """{"room_id":"r1","action":"ready","user_id":"7","room_data":{}}""", "user_id" },
        { """{"room_id":"r1","action":"ready","user_id":9007199254740992,"room_data":{}}""", "user_id" },
        { """{"room_id":"r1","action":"ready","user_id":1.5,"room_data":{}}""", "user_id" },
        { """{"room_id":"r1","action":"ready","user_id":7,"room_data":[]}""", "room_data" },
        { """{"room_id":"r1","action":"ready","user_id":7,"room_data":"x"}""", "room_data" },
    };

    [Theory]
    [MemberData(nameof(BadNotifications))]
    public async Task Notify_BadBodyAtTheGameServer_Is400NamingTheField(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await _platform.PostInternalAsync(Game("internal/room/notify"), content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [MemberData(nameof(BadNotifications))]
    public async Task Notify_BadBodyAtTheApi_Is400NamingTheField(string body, string field)
    {
        if (field == "room_id")
            return; // the path names the room here
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await _platform.PostInternalAsync(_platform.Api("rooms/r1/notify"), content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("internal-key-of-the-test")]
    [InlineData("internal-key-of-the-tests2")]
    public async Task InternalKey_MissingOrWrong_Is401Everywhere(string? key)
    {
        Uri[] addresses =
        [
            Game("internal/room/notify"), Game("internal/drain"), Game("internal/broadcast"), Game("internal/rooms"), Game("internal/rooms/r1/calls"),
            _platform.Api("rooms/r1/notify"), _platform.Api("broadcast"), new(_platform.Nginx!.Address, "/internal/room/notify"),
        ];
        foreach (var address in addresses)
        {
            using var content = new StringContent(Good, Encoding.UTF8, "application/json");
            using var answer = await _platform.SendAsync(HttpMethod.Post, address, content, key is null ? [] : [("X-Internal-Key", key)]);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task PlayersToken_InPlaceOfTheInternalKey_Is401()
    {
        using var answer = await _platform.SendAsync(HttpMethod.Post, _platform.Api("broadcast"), Tokens.NewUser(), new { type = "lobby", data = 1 });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_DeepOrHuge_IsRefusedAndTheServerLives(bool game)
    {
        var address = game ? Game("internal/room/notify") : _platform.Api("rooms/r1/notify");
        string[] bodies =
        [
            $$"""{"room_id":"r1","action":"ready","user_id":7,"room_data":{"a":{{new string('[', 10_000)}}{{new string(']', 10_000)}} } }""",
            $$"""{"room_id":"r1","action":"ready","user_id":7,"room_data":{"a":"{{new string('x', 40_000_000)}}" } }""",
        ];
        foreach (var body in bodies)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            try
            {
                using var answer = await _platform.PostInternalAsync(address, content);
                Assert.InRange((int)answer.StatusCode, 400, 499);
            }
            catch (HttpRequestException)
            {
                // Refused by its length, and the connection closed while it was still being sent.
            }
        }
        using var good = new StringContent(Good, Encoding.UTF8, "application/json");
        using var after = await _platform.PostInternalAsync(address, good);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        _platform.AssertNoFaults();
    }

    [Theory]
    [MemberData(nameof(HandshakeTests.BadTokens), MemberType = typeof(HandshakeTests))]
    public async Task Api_BadToken_Is401(string what, string? token)
    {
        using var answer = await _platform.SendAsync(
            HttpMethod.Post, _platform.Api("rooms"), new { game = "relay", name = "x" }, token is null ? [] : [("Authorization", $"Bearer {token}")]);

        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {answer.StatusCode}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "rooms?limit=abc", null, 400)]
    [InlineData("GET", "rooms?limit=-1", null, 400)]
    [InlineData("GET", "rooms?limit=99999999999999999999", null, 400)]
    [InlineData("GET", "rooms?cursor=%00%ff", null, 400)]
    [InlineData("GET", "rooms?status=flying", null, 400)]
    [InlineData("GET", "rooms/no-such-room", null, 404)]
    [InlineData("GET", "rooms/no-such-room/state", null, 404)]
    [InlineData("DELETE", "rooms/no-such-room", null, 404)]
    [InlineData("POST", "rooms/no-such-room/leave", null, 404)]
    [InlineData("GET", "rooms/a%7D%3Ameta", null, 400)]
    [InlineData("GET", "rooms/%2e%2e%2f%2e%2e", null, 400)]
    [InlineData("GET", "rooms/a%0Ab", null, 400)]
    [InlineData("POST", "rooms", "hello", 400)]
    [InlineData("POST", "rooms", "[]", 400)]
    [InlineData("POST", "rooms", """{"game":5}""", 400)]
    [InlineData("POST", "rooms", """{"game":"no-such-game"}""", 400)]
    [InlineData("POST", "rooms", """{"game":"relay","max_players":-1}""", 400)]
    [InlineData("POST", "rooms", """{"game":"relay","options":[]}""", 400)]
    [InlineData("POST", "auth/guest", "{}", 400)]
    [InlineData("POST", "auth/guest", """{"name":""}""", 400)]
    [InlineData("POST", "auth/guest", """{"name":"123456789012345678901234567890123"}""", 400)]
    [InlineData("POST", "auth/guest", """{"name":5}""", 400)]
    [InlineData("POST", "no/such/path", "{}", 404)]
    [InlineData("PUT", "rooms", "{}", 405)]
    public async Task Api_BadRequest_IsAProblemOfTheDocumentedStatus(string method, string path, string? body, int status)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await _platform.SendAsync(new HttpMethod(method), _platform.Api(path), Tokens.NewUser(), content);

        await AssertProblemAsync(answer, (HttpStatusCode)status, field: "");
    }

    [Fact]
    public async Task Api_BadBroadcast_Is400NamingTheField()
    {
        foreach (var (body, field) in ((string, string)[])[("{}", "type"), ("""{"type":5,"data":1}""", "type"), ("""{"type":"","data":1}""", "type"), ("x", "")])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _platform.PostInternalAsync(_platform.Api("broadcast"), content);
            await AssertProblemAsync(answer, HttpStatusCode.BadRequest, field);
        }
    }

    [Theory]
    [InlineData("GET", "internal/room/notify", 405)]
    [InlineData("POST", "stats", 405)]
    [InlineData("GET", "nothing", 404)]
    public async Task GameServer_WrongMethodOrPath_IsRefused(string method, string path, int status)
    {
        using var answer = await _platform.SendAsync(new HttpMethod(method), Game(path), body: null, ("X-Internal-Key", BaizePlatform.InternalKey));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Ws_PlainGet_IsAClientErrorNotAFault()
    {
        using var answer = await _platform.Http.GetAsync(Game($"ws?token={Tokens.Valid(Tokens.NewUser())}"), TestContext.Current.CancellationToken);

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private Uri Game(string path) => new(_platform.Servers[0].Address, path);

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string field)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(text);
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Contains(field, text);
        Assert.DoesNotContain("   at ", text); // no stack traces for strangers
    }
}
