using System.Net;
using System.Text.Json;
using Baize.Protocol.Api;
using Baize.Protocol.Rooms;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

public sealed class RoomLifeTests
{
    [Theory]
    [InlineData("leave", "leave")]
    [InlineData("ready", "ready")]
    [InlineData("cancel-ready", "cancel_ready")]
    [InlineData("start", "start")]
    [InlineData("bots", "add_bot")]
    public async Task Life_WithoutBody_AsksTheRoomAndGivesThePosition(string path, string kind)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        var reply = (await api.PostAsync($"rooms/room123/{path}")).Ok();

        Assert.Equal("""{"room_id":"room123","seq":5}""", reply.GetRawText());
        var request = Assert.Single(instance.Requests);
        Assert.Equal("/internal/rooms/room123/calls", request.Path);
        var call = request.Call();
        Assert.Equal((kind, 42, "Ada", null), (call.Kind, call.UserId, call.UserName, call.Data?.GetRawText()));
        Assert.InRange(call.Id!.Length, 1, 64); // ours: a retry must not act twice
    }

    [Fact]
    public async Task Life_WithRequestId_PassesItOn()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostAsync("rooms/room123/ready", """{"id": "in-body"}""")).Ok();
        (await api.SendAsync(HttpMethod.Post, "rooms/room123/ready", headers: ("Idempotency-Key", "in-header"))).Ok();

        Assert.Equal(["in-body", "in-header"], instance.Requests.Select(r => r.Call().Id));
    }

    [Theory]
    [InlineData("""{"id": ""}""", "id")]
    [InlineData("""{"id": "12345678901234567890123456789012345678901234567890123456789012345"}""", "id")]
    [InlineData("""{"id": 7}""", "id")]
    public async Task Life_RequestIdIsNotAllowed_Is400(string body, string field)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        foreach (var path in new[] { "ready", "join" })
            (await api.PostAsync($"rooms/room123/{path}", body)).BadField(field);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("""{}""", false)]
    [InlineData("""{"spectate": true}""", true)]
    public async Task Join_GivesTheRoomAndTheCallersView(string? body, bool spectates)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        var room = new RoomInfo("room123", "gomoku", "A room", "waiting", 42, 2, [new PlayerInfo(42, "Ada", 0, false, true)], "gs-1", 1);
        instance.AnswersCalls(_ => new RoomCallReply("gs-1", null, null, 3, room, JsonElement.Parse("""{"hand": ["A♠"]}""")));

        var reply = (await api.PostAsync("rooms/room123/join", body)).Ok();

        Assert.Equal("Ada", reply.GetProperty("room").GetProperty("players")[0].GetProperty("name").GetString());
        Assert.Equal("A♠", reply.GetProperty("state").GetProperty("hand")[0].GetString());
        Assert.Equal(("join", spectates), (Assert.Single(instance.Requests).Call().Kind, instance.Requests[0].Call().Spectate));
    }

    [Fact]
    public async Task State_RoomHasNone_IsNull()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        Assert.Equal("""{"room_id":"room123","state":null}""", (await api.GetAsync("rooms/room123/state")).Ok().GetRawText());

        Assert.Equal(("get_state", null), (Assert.Single(instance.Requests).Call().Kind, instance.Requests[0].Call().Id));
    }

    [Fact]
    public async Task Action_PassesOnAllButTheId()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostAsync("rooms/room123/actions", """{"name": "place", "id": "m-17", "x": 7, "y": [1, {"z": null}], "user_id": 1}""")).Ok();

        var call = Assert.Single(instance.Requests).Call();
        Assert.Equal(("action", "m-17", 42), (call.Kind, call.Id, call.UserId)); // whoever the body says: the token tells
        Assert.Equal("""{"name":"place","x":7,"y":[1,{"z":null}],"user_id":1}""", JsonSerializer.Serialize(call.Data!.Value));
    }

    [Theory]
    [InlineData("actions", """{"x": 7}""", "name")]
    [InlineData("actions", """{"name": ""}""", "name")]
    [InlineData("actions", """{"name": 7}""", "name")]
    [InlineData("actions", """{"name": "place", "id": {}}""", "id")]
    [InlineData("messages", """{}""", "data")]
    [InlineData("kick", """{}""", "user_id")]
    [InlineData("kick", """{"user_id": "4"}""", "user_id")]
    [InlineData("join", """{"spectate": "yes"}""", "spectate")]
    public async Task Life_FieldIsNotAllowed_Is400ThatNamesIt(string path, string body, string field)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostAsync($"rooms/room123/{path}", body)).BadField(field);

        Assert.Empty(instance.Requests);
    }

    [Fact]
    public async Task Message_And_Kick_PassTheirDataOn()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostAsync("rooms/room123/messages", """{"data": "hello"}""")).Ok();
        (await api.PostAsync("rooms/room123/kick", """{"user_id": -3}""")).Ok();

        Assert.Equal(["message \"hello\"", "kick {\"user_id\":-3}"], instance.Requests.Select(r => $"{r.Call().Kind} {r.Call().Data!.Value.GetRawText()}"));
    }

    [Theory]
    [InlineData("room_not_found", 404)]
    [InlineData("not_member", 403)]
    [InlineData("forbidden", 403)]
    [InlineData("room_full", 409)]
    [InlineData("already_started", 409)]
    [InlineData("not_your_turn", 409)]
    [InlineData("illegal_move", 409)]
    [InlineData("bad_frame", 400)]
    [InlineData("payload_too_large", 413)]
    [InlineData("rate_limited", 429)]
    [InlineData("unavailable", 503)]
    [InlineData("internal", 500)]
    public async Task Life_RoomRefuses_IsItsCodeUnderItsStatus(string code, int status)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.AnswersCalls(_ => new RoomCallReply("gs-1", code, "Because.", 0, null, null));

        var reply = await api.PostAsync("rooms/room123/ready");

        Assert.Equal(code, reply.Problem((HttpStatusCode)status));
        Assert.Equal("Because.", reply.Json.GetProperty("detail").GetString());
        Assert.Equal(code is "unavailable" or "rate_limited" ? "1" : null, reply.Header("Retry-After"));
    }
}
