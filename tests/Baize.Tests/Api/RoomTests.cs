using System.Net;
using Baize.Protocol.Api;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

public sealed class RoomTests
{
    [Fact]
    public async Task List_WithFilters_PassesThemOnAndThePageBack()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.AnswersJson($$"""{"rooms": [{{FakeInstance.RoomJson("a", 1)}}], "next_cursor": "17.a", "from_a_newer_version": true}""");

        var page = (await api.GetAsync("rooms?game=gomoku&status=waiting&limit=1&cursor=18.b%26c")).Ok();

        Assert.Equal("?game=gomoku&status=waiting&limit=1&cursor=18.b%26c", Assert.Single(instance.Requests).Query);
        Assert.Equal("17.a", page.GetProperty("next_cursor").GetString());
        Assert.Equal("a", page.GetProperty("rooms")[0].GetProperty("room_id").GetString());
        Assert.True(page.GetProperty("from_a_newer_version").GetBoolean());
    }

    [Theory]
    [InlineData("rooms?limit=0", "limit")]
    [InlineData("rooms?limit=201", "limit")]
    [InlineData("rooms?limit=x", "limit")]
    [InlineData("rooms?status=asleep", "status")]
    public async Task List_ParameterIsNotAllowed_Is400ThatNamesIt(string path, string field)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.GetAsync(path)).BadField(field);
    }

    [Fact]
    public async Task List_CursorIsNoneOfOurs_PassesTheRefusalOn()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.AnswersJson("""{"status": 400, "detail": "cursor is 'x'; it must be a next_cursor of an earlier page.", "code": "bad_frame", "field": "cursor"}""", 400);

        var reply = await api.GetAsync("rooms?cursor=x");

        reply.BadField("cursor");
        Assert.StartsWith("cursor is 'x'", reply.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Get_RoomIsUnknown_Is404()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.AnswersJson("""{"status": 404, "detail": "There is no room 'x'.", "code": "room_not_found"}""", 404);

        Assert.Equal("room_not_found", (await api.GetAsync("rooms/x")).Problem(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("a%20b")]
    [InlineData("a%2Fb")]
    [InlineData("a%2F..%2F..%2Fgames")]
    [InlineData("%2E%2E%2Fgames")]
    [InlineData("a%00b")]
    [InlineData("r%C3%B6%C3%B6m")]
    [InlineData("'%3B--")]
    [InlineData("%7Broom%7D")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task Call_RoomIdIsHostile_Is400AndNobodyIsAsked(string id)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        foreach (var reply in new[]
        {
            await api.GetAsync($"rooms/{id}"),
            await api.PostAsync($"rooms/{id}/join"),
            await api.GetAsync($"rooms/{id}/connect"),
            await api.PostTrustedAsync($"rooms/{id}/notify", """{"action": "ready", "user_id": 1}"""),
        })
        {
            Assert.True(reply.Status is HttpStatusCode.BadRequest, $"{reply.Status}: {reply.Body}");
        }
        Assert.Empty(instance.Requests);
    }

    [Fact]
    public async Task Create_WithAll_MakesTheRoomForItsHost()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        var reply = await api.PostAsync("rooms", """{"game": "gomoku", "name": " Friday ", "max_players": 2, "options": {"size": 19}}""");

        var room = reply.Ok(HttpStatusCode.Created);
        var call = Assert.Single(instance.Requests).Create();
        Assert.Matches("^[A-Za-z0-9]{10}$", call.RoomId);
        Assert.Equal(("gomoku", "Friday", 2, 42), (call.Game, call.Name, call.MaxPlayers, call.HostId));
        Assert.Equal(19, call.Options!.Value.GetProperty("size").GetInt32());
        Assert.Equal(call.RoomId, room.GetProperty("room_id").GetString());
        Assert.Equal($"/api/v1/rooms/{call.RoomId}", reply.Header("Location"));
    }

    [Fact]
    public async Task Create_WithNothing_MakesARelayRoom()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostAsync("rooms", "{}")).Ok(HttpStatusCode.Created);

        var call = Assert.Single(instance.Requests).Create();
        Assert.Equal(("relay", null, null, null), (call.Game, call.Name, call.MaxPlayers, call.Options));
    }

    [Theory]
    [InlineData("""{"game": ""}""", "game")]
    [InlineData("""{"game": 7}""", "game")]
    [InlineData("""{"name": "a\u0007b"}""", "name")]
    [InlineData("""{"name": "12345678901234567890123456789012345678901234567890123456789012345"}""", "name")]
    [InlineData("""{"max_players": -1}""", "max_players")]
    [InlineData("""{"max_players": "2"}""", "max_players")]
    [InlineData("""{"max_players": 2.5}""", "max_players")]
    [InlineData("""{"options": []}""", "options")]
    [InlineData("""{"options": "none"}""", "options")]
    public async Task Create_FieldIsNotAllowed_Is400ThatNamesIt(string body, string field)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostAsync("rooms", body)).BadField(field);

        Assert.Empty(instance.Requests);
    }

    [Fact]
    public async Task Create_GameIsNotOffered_PassesTheRefusalOn()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.AnswersJson("""{"status": 400, "detail": "There is no game 'chess'.", "code": "bad_frame", "field": "game"}""", 400);

        (await api.PostAsync("rooms", """{"game": "chess"}""")).BadField("game");
    }

    [Fact]
    public async Task Create_IdIsTaken_TriesAnother()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.Answer = (context, request) => request switch
        {
            { Method: "GET" } => FakeInstance.WriteAsync(context, FakeInstance.RoomJson("x", hostId: 7)), // somebody else's
            _ when instance.Requests.Count == 1 => FakeInstance.WriteAsync(context, "{}", 409),
            _ => FakeInstance.WriteAsync(context, FakeInstance.RoomJson(request.Create().RoomId!, hostId: 42), 201),
        };

        (await api.PostAsync("rooms", "{}")).Ok(HttpStatusCode.Created);

        var ids = instance.Requests.Where(r => r.Method == "POST").Select(r => r.Create().RoomId).ToList();
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task Create_FirstInstanceMadeItButItsAnswerWasLost_GivesThatRoom()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        instances[0].AnswersStatus(500); // after it had made the room
        instances[1].Answer = (context, request) => request.Method == "POST"
            ? FakeInstance.WriteAsync(context, "{}", 409)
            : FakeInstance.WriteAsync(context, FakeInstance.RoomJson(request.Path[16..], hostId: 42));

        var room = (await api.PostAsync("rooms", "{}")).Ok(HttpStatusCode.Created);

        Assert.Equal(Assert.Single(instances[0].Requests, r => r.Method == "POST").Create().RoomId, room.GetProperty("room_id").GetString());
    }

    [Fact]
    public async Task Create_SameKeyWhileTheFirstInstanceIsStillMakingIt_SaysTryAgain()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.Answer = (context, request) => FakeInstance.WriteAsync(context, "{}", request.Method == "POST" ? 409 : 404); // claimed, not committed

        var reply = await api.SendAsync(HttpMethod.Post, "rooms", "{}", headers: ("Idempotency-Key", "k"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.Contains("unavailable", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SameIdempotencyKey_AsksForTheSameRoom()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        foreach (var (user, key) in new[] { (1L, "k"), (1L, "k"), (1L, "other"), (2L, "k") })
            (await api.SendAsync(HttpMethod.Post, "rooms", "{}", api.Token(user), headers: ("Idempotency-Key", key))).Ok(HttpStatusCode.Created);

        var ids = instance.Requests.Select(r => r.Create().RoomId).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task Delete_ByAPlayer_AsksInTheirName()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "rooms/room123")).Status);

        Assert.Equal(("close", 42), (Assert.Single(instance.Requests).Call().Kind, instance.Requests[0].Call().UserId));
    }

    [Fact]
    public async Task Delete_ByATrustedService_AsksInThePlatformsName()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, "rooms/room123", token: null, key: TestApi.Key)).Status);

        Assert.Equal(("close", 0), (Assert.Single(instance.Requests).Call().Kind, instance.Requests[0].Call().UserId));
    }

    [Fact]
    public async Task Delete_BySomeoneElse_Is403()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.AnswersCalls(_ => new RoomCallReply("gs-1", "forbidden", "Only the host may close the room.", 0, null, null));

        Assert.Equal("forbidden", (await api.SendAsync(HttpMethod.Delete, "rooms/room123")).Problem(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Games_AskedOften_AreFetchedOnce()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        for (var i = 0; i < 5; i++)
            Assert.Equal("gomoku", (await api.GetAsync("games")).Ok().GetProperty("games")[0].GetProperty("game").GetString());

        Assert.Single(instance.Requests);
    }
}
