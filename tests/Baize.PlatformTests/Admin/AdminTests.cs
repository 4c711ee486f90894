using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Admin;

/// <summary>What an operator does over the admin's HTTP, to a platform that is at work.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class AdminTests
{
    private const int ManyRooms = 5_000;

    private static readonly PlatformSettings Settings = new() { Environment = new Dictionary<string, string?> { ["DRAIN_TIMEOUT"] = "6" } };

    [Fact]
    public async Task Drain_InstanceUnderLoad_IsSeenToItsEndAndIsNoTrouble()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var admin = await AdminPage.StartAsync(platform);
        var (leaving, staying) = (platform.Servers[0], platform.Servers[1]);
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GameClient.ConnectAsync(leaving.Port)));
        await Task.WhenAll(clients.Select((c, i) => c.JoinAsync($"drained-{i % 5}")));
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(clients.Select(c => TalkAsync(c, stop.Token)));
        await admin.SeesAsync(o => AdminPage.Instance(o, leaving.InstanceId)?.GetProperty("connections").GetInt32() == 20, "20 connections");
        var room = (await admin.GetAsync("rooms/drained-0")).GetProperty("record");
        Assert.Equal((leaving.InstanceId, 1), (room.GetProperty("owner").GetString(), room.GetProperty("term").GetInt64()));

        using var answer = await admin.PostAsync($"instances/{leaving.InstanceId}/drain", new { exit = true });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var began = 0;
        await admin.SeesAsync(
            o =>
            {
                if (AdminPage.State(o, leaving.InstanceId) == "draining")
                    began = Math.Max(began, AdminPage.Instance(o, leaving.InstanceId)!.Value.GetProperty("drain_start").GetProperty("connections").GetInt32());
                return AdminPage.State(o, leaving.InstanceId) == "gone";
            },
            "it gone");
        Assert.Equal(20, began);
        Assert.Equal(0, await leaving.Process.WaitForExitAsync());
        Assert.False(AdminPage.HasTrouble(await admin.GetAsync("overview"), "instance_gone"));
        var after = (await admin.GetAsync("rooms/drained-0")).GetProperty("record");
        Assert.NotEqual(leaving.InstanceId, after.GetProperty("owner").GetString());
        Assert.True(after.GetProperty("term").GetInt64() > 1, $"The term did not rise: {after}");
        Assert.Equal("done", (await admin.GetAsync("audit?limit=1")).GetProperty("entries")[0].GetProperty("outcome").GetString());

        await stop.CancelAsync();
        await load;
        foreach (var client in clients)
            await client.DisposeAsync();
        await UndrainAsync(platform, admin, staying);
        await SearchAsync(platform, admin);
    }

    [Fact]
    public async Task Overview_AnInstanceDeadThenRedisAway_SaysSoAndGoesOn()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        await using var admin = await AdminPage.StartAsync(platform);
        await using var player = await GameClient.ConnectAsync(platform.Servers[0].Port);
        await player.JoinAsync("seen");
        await player.SayAsync("seen", new { text = "before" });
        var members = (await admin.GetAsync("rooms/seen")).GetProperty("members");
        Assert.Equal(platform.Servers[0].InstanceId, members[0].GetProperty("instance_id").GetString());
        Assert.Equal(player.UserId, members[0].GetProperty("members")[0].GetProperty("user_id").GetInt64());

        var dead = platform.Servers[2];
        await dead.Process.KillAsync();
        await admin.SeesAsync(o => AdminPage.HasTrouble(o, "instance_silent", dead.InstanceId) || AdminPage.HasTrouble(o, "instance_gone", dead.InstanceId), "the dead one");
        await admin.SeesAsync(o => o.GetProperty("totals").GetProperty("instances").GetInt32() == 2, "the two that live");
        Assert.Equal("seen", (await admin.GetAsync("rooms?q=seen")).GetProperty("rooms")[0].GetProperty("room_id").GetString());
        using (var told = await admin.PostAsync("announce", new { text = "One of us has died." }))
            Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        await player.WaitForAsync(e => e.Type == "lobby" && e.Text("text") == "One of us has died.", "the announcement");

        using (var kicked = await admin.PostAsync("rooms/seen/kick", new { user_id = player.UserId }))
            Assert.Equal(HttpStatusCode.OK, kicked.StatusCode);
        using (var again = await admin.PostAsync("rooms/seen/kick", new { user_id = player.UserId }))
            Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await player.JoinAsync("closed");
        using (var closed = await admin.PostAsync("rooms/closed/close", new { }))
            Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        await Eventually.TrueAsync(async () => await platform.OwnerAsync("closed") == "", "the room's record is gone");

        await platform.Redis.KillAsync();
        await admin.SeesAsync(o => AdminPage.HasTrouble(o, "redis_away"), "that Redis is away");
        var away = await admin.GetAsync("overview");
        Assert.Equal("active", AdminPage.State(away, platform.Servers[0].InstanceId));
        Assert.Equal(1, away.GetProperty("totals").GetProperty("connections").GetInt32()); // still there
        Assert.Equal(JsonValueKind.Array, (await admin.GetAsync("rooms?q=seen")).GetProperty("rooms").ValueKind); // what was read last

        await platform.Redis.StartAgainAsync();
        await admin.SeesAsync(o => !AdminPage.HasTrouble(o, "redis_away"), "that Redis is back");
        Assert.DoesNotContain(admin.Process.Log.Lines, l => l.Contains(" fail: ", StringComparison.Ordinal));
    }

    private static async Task UndrainAsync(BaizePlatform platform, AdminPage admin, GameServerProcess server)
    {
        using (var emptied = await admin.PostAsync($"instances/{server.InstanceId}/drain", new { exit = false }))
            Assert.Equal(HttpStatusCode.Accepted, emptied.StatusCode);
        await admin.SeesAsync(o => AdminPage.State(o, server.InstanceId) == "draining" && AdminPage.Instance(o, server.InstanceId)!.Value.GetProperty("rooms").GetInt32() == 0, "it empty");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await platform.SendAsync(HttpMethod.Get, new Uri(server.Address, "health/ready"), null, [])).StatusCode);

        using (var undone = await admin.PostAsync($"instances/{server.InstanceId}/undrain", new { }))
            Assert.Equal(HttpStatusCode.OK, undone.StatusCode);

        await admin.SeesAsync(o => AdminPage.State(o, server.InstanceId) == "active", "it active again");
        await using var client = await GameClient.ConnectAsync(server.Port);
        await client.JoinAsync("undrained");
        await client.SayAsync("undrained", new { text = "here again" });
        Assert.Equal(server.InstanceId, await platform.OwnerAsync("undrained"));
        await Eventually.TrueAsync(async () => (await platform.InstancesOfApiAsync()).Contains(server.InstanceId), "the API sends players there");
    }

    // Written as an owner writes them; nobody plays in them.
    private static async Task SearchAsync(BaizePlatform platform, AdminPage admin)
    {
        var owner = platform.Servers[2].InstanceId;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var writes = new List<Task>();
        for (var i = 0; i < ManyRooms; i++)
        {
            var (id, status) = ($"many-{i:0000}", i % 2 == 0 ? "waiting" : "playing");
            var info = $$"""{"room_id":"{{id}}","game":"gomoku","name":"Room {{i}}","status":"{{status}}","host_id":1,"max_players":2,"players":[],"instance_id":"","created_at":{{now + i}}}""";
            writes.Add(platform.Store.HashSetAsync($"{{room:instance:{id}}}:meta", [new("info", info), new("game", "gomoku"), new("status", status), new("log", "l"), new("term", 1), new("seq", 0)]));
            writes.Add(platform.Store.StringSetAsync($"room:instance:{id}", owner));
            writes.Add(platform.Store.SortedSetAddAsync("game-server:rooms", id, now + i));
        }
        await Task.WhenAll(writes);
        await Eventually.TrueAsync(async () => (await admin.GetAsync("rooms?q=many-")).GetProperty("found").GetInt32() == ManyRooms, "all rooms are in the index");

        var times = new List<double>();
        for (var i = 0; i < 11; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var found = await admin.GetAsync($"rooms?q=many-4{i:000}&game=gomoku&status={(i % 2 == 0 ? "waiting" : "playing")}&instance={owner}");
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Assert.Equal(1, found.GetProperty("found").GetInt32());
        }
        times.Sort();
        Assert.True(times[5] < 300, $"The median search took {times[5]:0} ms, all: {string.Join(' ', times.Select(t => $"{t:0}"))}.");
    }

    private static async Task TalkAsync(GameClient client, CancellationToken stop)
    {
        try
        {
            for (var n = 0; !stop.IsCancellationRequested && !client.IsClosed; n++)
            {
                await client.SendAsync("message", client.Events.First(e => e.Type == "room_joined").RoomId, new { text = $"{n}" });
                await Task.Delay(25, stop);
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The server has gone, as it was told.
        }
    }
}
