using System.Diagnostics;
using System.Net;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Death;

/// <summary>An instance is killed or stopped: the rest goes on.</summary>
[Collection(MeasuredTests.Name)]
public sealed class InstanceDeathTests
{
    private static readonly PlatformSettings Settings = new()
    {
        HeartbeatInterval = 1,
        InstanceTtl = 3,
        Environment = new Dictionary<string, string?> { ["DRAIN_TIMEOUT"] = "2" },
    };

    [Fact]
    public async Task Kill_OwnerOfRooms_LeavesTheListInTimeAndItsRoomsGoOnElsewhere()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings);
        var (doomed, other, third) = (platform.Servers[0], platform.Servers[1], platform.Servers[2]);
        string[] rooms = ["kill-1", "kill-2", "kill-3", "kill-4"];
        var users = new List<(string Room, long User, RoomHistory Seen)>();
        await using var survivor = await GameClient.ConnectAsync(other.Port); // in a room that the dead one owned
        await using var bystander = await GameClient.ConnectAsync(third.Port); // in none of them
        await bystander.JoinAsync("kill-bystander");
        foreach (var room in rooms)
        {
            var client = await GameClient.ConnectAsync(doomed.Port);
            await client.JoinAsync(room);
            await client.SayAsync(room, new { text = "before" });
            users.Add((room, client.UserId, client.Room(room)));
            Assert.Equal(doomed.InstanceId, await platform.OwnerAsync(room));
        }
        await survivor.JoinAsync(rooms[0]);

        using var stop = new CancellationTokenSource();
        var api = AskApiAsync(platform, rooms[1], stop.Token);
        await doomed.Process.KillAsync();
        var killed = Stopwatch.GetTimestamp();

        // The clients come back to another instance, to the same rooms, with the same history, at once.
        foreach (var (room, user, seen) in users)
        {
            await using var client = await GameClient.ConnectAsync(third.Port, user);
            var joined = await client.JoinAsync(room, new { log = seen.Log, seq = seen.Position });
            Assert.True(joined.Data.GetProperty("recovered").GetBoolean(), $"{room} was not recovered: {joined}");
            await client.SayAsync(room, new { text = "after" });
        }
        var back = Stopwatch.GetElapsedTime(killed);
        Assert.True(back < TimeSpan.FromSeconds(3), $"Four rooms took {back.TotalSeconds:0.00} s to be joined elsewhere.");
        await survivor.WaitForAsync(e => e.RoomId == rooms[0] && e.Text("text") == "after", "the message of the one who came back");

        // Listed no longer than time to live and one heartbeat; half a second more for a loaded machine.
        var bound = TimeSpan.FromSeconds(Settings.InstanceTtl + Settings.HeartbeatInterval + 0.5);
        await Eventually.TrueAsync(async () => !(await platform.ListedAsync()).Contains(doomed.InstanceId), "the dead instance leaves the set", bound - Stopwatch.GetElapsedTime(killed));
        await Eventually.TrueAsync(async () => (await platform.InstancesOfApiAsync()).Count == 2, "the API sees two", TimeSpan.FromSeconds(2));

        await stop.CancelAsync();
        Assert.Empty(await api);
        await bystander.SayAsync("kill-bystander", new { text = "I noticed nothing" });
        Assert.Empty(survivor.Faults);
        Assert.Empty(bystander.Faults);
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Terminate_InstanceWithClients_UnregistersAndExitsWithZero()
    {
        // A time to live of a minute: within this test the record goes by being taken away, or not at all.
        await using var platform = await BaizePlatform.StartAsync(Settings with { HeartbeatInterval = 5, InstanceTtl = 60 });
        var leaving = platform.Servers[0];
        await using var client = await GameClient.ConnectAsync(leaving.Port);
        await using var idle = await GameClient.ConnectAsync(leaving.Port);
        await client.JoinAsync("term-1");
        await client.SayAsync("term-1", new { text = "before" });

        leaving.Process.Send(Signal.Terminate);

        Assert.Equal(0, await leaving.Process.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        Assert.DoesNotContain(leaving.InstanceId, await platform.ListedAsync());
        Assert.False(await platform.Redis.Database.KeyExistsAsync($"game-server:instances:{leaving.InstanceId}"));
        Assert.Equal(1001, await client.WaitForCloseAsync());
        Assert.Equal(1001, await idle.WaitForCloseAsync());

        await using var again = await GameClient.ConnectAsync(platform.Servers[1].Port, client.UserId);
        var seen = client.Room("term-1");
        var joined = await again.JoinAsync("term-1", new { log = seen.Log, seq = seen.Position });
        Assert.True(joined.Data.GetProperty("recovered").GetBoolean());
        await again.SayAsync("term-1", new { text = "after" });
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Terminate_TheApi_ExitsWithZero()
    {
        await using var platform = await BaizePlatform.StartAsync(Settings with { Instances = 1 });

        platform.ApiProcess.Send(Signal.Terminate);

        Assert.Equal(0, await platform.ApiProcess.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        platform.AssertNoFaults();
    }

    // Asks the API again and again, also for a room of the dead instance.
    // Returns what was not as it should be.
    private static async Task<IReadOnlyList<string>> AskApiAsync(BaizePlatform platform, string room, CancellationToken stop)
    {
        var wrong = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            using var rooms = await platform.SendAsync(HttpMethod.Get, platform.Api("rooms?limit=5"), Tokens.NewUser());
            using var notified = await platform.PostInternalAsync(platform.Api($"rooms/{room}/notify"), new { action = "ready", user_id = 1, room_data = new { } });
            if (rooms.StatusCode != HttpStatusCode.OK)
                wrong.Add($"rooms: {rooms.StatusCode}");
            if (notified.StatusCode != HttpStatusCode.OK)
                wrong.Add($"notify: {notified.StatusCode} {await notified.Content.ReadAsStringAsync(CancellationToken.None)}");
        }
        return wrong;
    }
}
