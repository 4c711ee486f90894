using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Modes;

/// <summary>One game server that shares nothing: by choice, or because there was no Redis at start.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class SingleInstanceTests
{
    public static TheoryData<string> Ways() => ["LOAD_BALANCER_ENABLED=false", "REDIS_REQUIRED=false"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task SingleInstance_EitherWay_BehavesTheSameForClientsAndSaysSo(string way)
    {
        var (variable, value) = (way.Split('=')[0], way.Split('=')[1]);
        var nobody = FreePorts.Next();
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings
        {
            Instances = 0,
            WithoutApi = true,
            Environment = new Dictionary<string, string?> { [variable] = value, ["REDIS_CONNECTION"] = $"127.0.0.1:{nobody}" },
        });
        var server = platform.StartServer();
        await server.WaitUntilReadyAsync();
        await platform.StartApiAsync(("SERVER_GAME_PORT", $"{server.Port}"));
        await using var a = await GameClient.ConnectAsync(server.Port);
        await using var b = await GameClient.ConnectAsync(server.Port);

        await a.JoinAsync("single-1");
        await b.JoinAsync("single-1");
        var seq = await b.SayAsync("single-1", new { text = "hello" });
        using var notified = await platform.PostInternalAsync(platform.Api("rooms/single-1/notify"), new { action = "ready", user_id = 7, room_data = new { n = 1 } });
        using var broadcast = await platform.PostInternalAsync(platform.Api("broadcast"), new { type = "lobby", data = new { text = "all" } });

        Assert.Equal(HttpStatusCode.OK, notified.StatusCode);
        Assert.Equal(HttpStatusCode.OK, broadcast.StatusCode);
        foreach (var client in (GameClient[])[a, b])
        {
            Assert.Equal(seq, (await client.WaitForAsync(e => e.Type == "message", "the message")).Seq);
            await client.WaitForAsync(e => e.Type == "room_updated" && e.Text("action") == "ready", "the notification");
            await client.WaitForAsync(e => e.Type == "lobby", "the broadcast");
            Assert.Empty(client.Faults);
        }
        await AssertResumesAsync(server, a);

        Assert.Contains("single", (await server.StatsAsync()).GetProperty("mode").GetString());
        var health = await platform.Http.GetFromJsonAsync<JsonElement>(new Uri(server.Address, "health"), TestContext.Current.CancellationToken);
        Assert.Equal("single", health.GetProperty("mode").GetString());
        Assert.True(server.Process.Log.Contains("Single-instance mode"), server.Process.Log.Tail());
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Start_RedisRequiredAndNotThere_EndsWithOneAndNamesTheSetting()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 0, WithoutApi = true });

        var server = platform.StartServer(("REDIS_CONNECTION", $"127.0.0.1:{FreePorts.Next()}"));

        Assert.Equal(1, await server.Process.WaitForExitAsync());
        Assert.True(server.Process.Log.Contains("REDIS_CONNECTION"), server.Process.Log.Tail());
        Assert.DoesNotContain(server.Process.Log.Lines, l => l.TrimStart().StartsWith("at ", StringComparison.Ordinal)); // words, no stack trace
    }

    [Fact]
    public async Task Start_WrongSettings_EndsWithTwoAndListsThemAll()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 0, WithoutApi = true });

        var server = platform.StartServer(("SERVER_GAME_PORT", "99999"), ("LIMITS_MAX_FRAME_BYTES", "many"), ("LOAD_BALANCER_DISCOVERY_TYPE", "dns"));

        Assert.Equal(2, await server.Process.WaitForExitAsync());
        foreach (var fault in (string[])["99999", "many", "dns"])
            Assert.True(server.Process.Log.Contains(fault), $"'{fault}' is not named:\n{server.Process.Log.Tail()}");
    }

    [Fact]
    public async Task Start_ProductionWithoutSecrets_EndsWithTwoAndNamesBoth()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 0, WithoutApi = true });

        var server = platform.StartServer(("APP_ENV", "prod"), ("AUTH_JWT_SECRET", null), ("AUTH_INTERNAL_KEY", null));

        Assert.Equal(2, await server.Process.WaitForExitAsync());
        Assert.True(server.Process.Log.Contains("jwt_secret") && server.Process.Log.Contains("internal_key"), server.Process.Log.Tail());
    }

    private static async Task AssertResumesAsync(GameServerProcess server, GameClient client)
    {
        var seen = client.Room("single-1");
        var position = seen.Events[0].Seq; // as if all after it had been missed
        await using var again = await GameClient.ConnectAsync(server.Port, client.UserId);
        var joined = await again.JoinAsync("single-1", new { log = seen.Log, seq = position });
        Assert.True(joined.Data.GetProperty("recovered").GetBoolean());
        await again.WaitForAsync(e => e.RoomId == "single-1" && e.Seq == joined.Number("seq"), "the last of what was missed");
        Assert.Equal(Enumerable.Range(1, (int)(joined.Number("seq") - position)).Select(i => position + i), again.Events.Where(e => e.Seq > 0 && e.Type != "ack").Select(e => e.Seq).Take((int)(joined.Number("seq") - position)));
    }
}
