using System.Net;
using Baize.Cluster.Instances;
using Baize.Hosting.Cluster;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

public sealed class PlatformTests
{
    [Fact]
    public async Task Instances_AsTheRouterSeesThem()
    {
        await using var api = await TestApi.StartAsync();
        api.Source.Instances = [new InstanceRecord("gs-1", "10.0.0.5", 8081, 7) { Connections = 3, Rooms = 2, State = "draining" }];

        var one = (await api.GetAsync("instances")).Ok().GetProperty("instances")[0];

        Assert.Equal(
            ("gs-1", "10.0.0.5", 8081, "draining", 3, 2),
            (one.GetProperty("instance_id").GetString(), one.GetProperty("address").GetString(), one.GetProperty("port").GetInt32(),
                one.GetProperty("state").GetString(), one.GetProperty("connections").GetInt32(), one.GetProperty("rooms").GetInt32()));
    }

    [Fact]
    public async Task Connect_RoomHasALiveOwner_IsTheOwner()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Owners["room123"] = "gs-2";

        var reply = (await api.GetAsync("rooms/room123/connect")).Ok();

        Assert.Equal($$"""{"ws_url":"ws://127.0.0.1:{{instances[1].Port}}/ws?room=room123","instance_id":"gs-2"}""", reply.GetRawText());
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("draining")]
    [InlineData("unlisted")]
    [InlineData("none")]
    public async Task Connect_RoomHasNoOwnerToConnectTo_IsTheLeastBusyLiveInstance(string owner)
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2", "gs-3");
        if (owner != "none")
            api.Source.Owners["room123"] = "gs-1";
        if (owner == "dead")
            await instances[0].DisposeAsync();
        api.Source.Instances =
        [
            instances[0].Record(connections: owner == "none" ? 90 : 0, state: owner == "draining" ? InstanceState.Draining : InstanceState.Active),
            instances[1].Record(connections: 20),
            instances[2].Record(connections: 10),
        ];
        if (owner == "unlisted")
            api.Source.Instances = [.. api.Source.Instances.Skip(1)];

        Assert.Equal("gs-3", (await api.GetAsync("rooms/room123/connect")).Ok().GetProperty("instance_id").GetString());
    }

    [Fact]
    public async Task Connect_ManyWithinOneHeartbeat_AreSpread()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Instances = [.. instances.Select(i => i.Record(connections: 5))];

        var sent = new List<string?>();
        for (var i = 0; i < 20; i++)
            sent.Add((await api.GetAsync($"rooms/room{i}/connect")).Ok().GetProperty("instance_id").GetString());

        Assert.Equal([10, 10], sent.CountBy(id => id!).Select(g => g.Value));
    }

    [Fact]
    public async Task Connect_NobodyIsAlive_Is503()
    {
        await using var api = await TestApi.StartAsync();
        await (await api.WithInstancesAsync("gs-1"))[0].DisposeAsync();

        Assert.Equal("unavailable", (await api.GetAsync("rooms/room123/connect")).Problem(HttpStatusCode.ServiceUnavailable));
    }

    [Theory]
    [InlineData("10.0.0.5", "127.0.0.1", "ws://10.0.0.5:8081/ws?room=r")]
    [InlineData("fd00::5", "127.0.0.1", "ws://[fd00::5]:8081/ws?room=r")]
    [InlineData("gs-1.internal", "play.example", "ws://gs-1.internal:8081/ws?room=r")]
    [InlineData("127.0.0.1", "play.example", "ws://play.example:8081/ws?room=r")] // loopback means this machine, and that is its name for the caller
    [InlineData("127.0.0.1", "localhost", "ws://localhost:8081/ws?room=r")]
    public void Connect_Url_IsOneThatTheCallerCanReach(string address, string called, string expected) =>
        Assert.Equal(expected, Baize.Api.Rooms.ConnectEndpoint.Url(new InstanceRecord("gs-1", address, 8081, 0), called, "r"));

    [Fact]
    public async Task Notify_IsRoutedToTheOwnerUnderARequestId()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Owners["room123"] = "gs-2";

        var reply = (await api.PostTrustedAsync("rooms/room123/notify", """{"action": "ready", "user_id": 7, "room_data": {"a": 1}}""")).Ok();

        Assert.Equal(7, reply.GetProperty("seq").GetInt64());
        Assert.Empty(instances[0].Requests);
        var request = Assert.Single(instances[1].Requests);
        Assert.Equal("/internal/room/notify", request.Path);
        var sent = request.Notify();
        Assert.Equal(("room123", "ready", 7, """{"a":1}"""), (sent.RoomId, sent.Action, sent.UserId, sent.RoomData!.Value.GetRawText()));
        Assert.NotNull(sent.Id);
    }

    [Theory]
    [InlineData("""{"user_id": 7}""", "action")]
    [InlineData("""{"action": "", "user_id": 7}""", "action")]
    [InlineData("""{"action": 7, "user_id": 7}""", "action")]
    [InlineData("""{"action": "ready"}""", "user_id")]
    [InlineData("""{"action": "ready", "user_id": 0}""", "user_id")]
    [InlineData("""{"action": "ready", "user_id": -1}""", "user_id")]
    [InlineData("""{"action": "game_end", "user_id": -1}""", "user_id")]
    [InlineData("""{"action": "ready", "user_id": 9007199254740992}""", "user_id")]
    [InlineData("""{"action": "ready", "user_id": "7"}""", "user_id")]
    [InlineData("""{"action": "ready", "user_id": 7, "room_data": []}""", "room_data")]
    [InlineData("""{"action": "ready", "user_id": 7, "room_data": "x"}""", "room_data")]
    [InlineData("""{"action": "ready", "user_id": 7, "room_id": "another"}""", "room_id")]
    public async Task Notify_FieldIsNotAllowed_Is400ThatNamesIt(string body, string field)
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        (await api.PostTrustedAsync("rooms/room123/notify", body)).BadField(field);

        Assert.Empty(instance.Requests);
    }

    [Theory]
    [InlineData("""{"action": "room_created"}""")]
    [InlineData("""{"action": "room_deleted", "user_id": 0}""")]
    [InlineData("""{"action": "game_end", "room_data": null}""")]
    [InlineData("""{"action": "game_end", "user_id": 7, "room_data": {}}""")]
    [InlineData("""{"action": "ready", "user_id": 9007199254740991, "room_id": "room123"}""")]
    public async Task Notify_IsAllowed_Succeeds(string body)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.PostTrustedAsync("rooms/room123/notify", body)).Ok();
    }

    [Fact]
    public async Task Broadcast_OneInstanceIsDeadAndOneRefuses_ReportsEach()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2", "gs-3");
        await instances[1].DisposeAsync();
        instances[2].AnswersStatus(500);

        var reply = (await api.PostTrustedAsync("broadcast", """{"type": "lobby", "data": {"text": "hi"}}""")).Ok();

        Assert.Equal((1, 2), (reply.GetProperty("delivered").GetInt32(), reply.GetProperty("failed").GetInt32()));
        var outcomes = reply.GetProperty("instances").EnumerateArray().ToDictionary(o => o.GetProperty("instance_id").GetString()!);
        Assert.Equal((true, 3), (outcomes["gs-1"].GetProperty("delivered").GetBoolean(), outcomes["gs-1"].GetProperty("connections").GetInt32()));
        Assert.False(outcomes["gs-1"].TryGetProperty("error", out _));
        foreach (var failed in new[] { outcomes["gs-2"], outcomes["gs-3"] })
        {
            Assert.False(failed.GetProperty("delivered").GetBoolean());
            Assert.NotEmpty(failed.GetProperty("error").GetString()!);
        }
        Assert.Equal("""{"type":"lobby","data":{"text":"hi"}}""", Assert.Single(instances[0].Requests).Body);
        Assert.Single(instances[2].Requests); // never twice: it may have told some
    }

    [Fact]
    public async Task Broadcast_NoInstanceTakesIt_Is503WithTheReport()
    {
        await using var api = await TestApi.StartAsync();
        (await api.WithInstancesAsync("gs-1"))[0].AnswersStatus(500);

        var reply = await api.PostTrustedAsync("broadcast", """{"type": "lobby"}""");

        Assert.Equal("unavailable", reply.Problem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("gs-1", reply.Json.GetProperty("instances")[0].GetProperty("instance_id").GetString());
    }

    [Theory]
    [InlineData("""{"data": {}}""")]
    [InlineData("""{"type": ""}""")]
    [InlineData("""{"type": "a\nb"}""")]
    [InlineData("""{"type": {}}""")]
    public async Task Broadcast_TypeIsNotAllowed_Is400(string body)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.PostTrustedAsync("broadcast", body)).BadField("type");
    }

    [Fact]
    public async Task Health_InACluster_IsReadyAsLongAsTheRegistryAnswers()
    {
        await using var api = await TestApi.StartAsync();
        var instance = (await api.WithInstancesAsync("gs-1"))[0];

        Assert.Equal("live", (await api.GetAsync("/health/live")).Body);
        var ready = (await api.GetAsync("/health/ready")).Ok();
        Assert.Equal(("ready", "cluster", 1), (ready.GetProperty("status").GetString(), ready.GetProperty("mode").GetString(), ready.GetProperty("instances").GetInt32()));

        api.Source.IsAway = true;
        await Eventually.TrueAsync(async () => (await api.GetAsync("/health/ready")).Status == HttpStatusCode.ServiceUnavailable, "not ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("/health")).Status);
        Assert.Equal("live", (await api.GetAsync("/health/live")).Body);
        (await api.GetAsync("rooms/room123")).Ok(); // by the last good list
        Assert.NotEmpty(instance.Requests);

        api.Source.IsAway = false;
        await Eventually.TrueAsync(async () => (await api.GetAsync("/health/ready")).Status == HttpStatusCode.OK, "ready again");
    }

    [Fact]
    public async Task Health_InSingleInstanceMode_SaysSo()
    {
        await using var api = await TestApi.StartAsync(mode: new ClusterMode(IsSingle: true, "load_balancer.enabled is false"));

        foreach (var path in new[] { "/health", "/health/ready", "/stats" })
        {
            var reply = (await api.GetAsync(path)).Ok();
            Assert.Equal(("single", "load_balancer.enabled is false"), (reply.GetProperty("mode").GetString(), reply.GetProperty("mode_reason").GetString()));
        }
    }

    [Fact]
    public async Task Stats_AddUpTheInstances()
    {
        await using var api = await TestApi.StartAsync();
        api.Source.Instances = [new InstanceRecord("a", "10.0.0.5", 1, 0) { Connections = 3, Rooms = 2 }, new InstanceRecord("b", "10.0.0.5", 2, 0) { Connections = 4, Rooms = 5 }];

        var stats = (await api.GetAsync("/stats")).Ok();

        Assert.Equal((2, 7, 7), (stats.GetProperty("instances").GetInt32(), stats.GetProperty("connections").GetInt32(), stats.GetProperty("rooms").GetInt32()));
        Assert.InRange(stats.GetProperty("time").GetInt64(), 1_767_139_200_000, long.MaxValue);
    }

    [Fact]
    public async Task Metrics_CountTheRoutersCalls()
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.GetAsync("rooms")).Ok();

        Assert.Contains("\nbaize_router_calls_total{outcome=\"answered\"} 1\n", (await api.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }
}
