using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Deployment;

/// <summary>What <c>docs/deploy.md</c> promises its reader, with the page's own commands, through nginx.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class ScenarioTests(SharedPlatform shared)
{
    private const string Room = "room123";
    private readonly BaizePlatform _platform = shared.Platform;

    [Fact]
    public async Task Checks_RunningPlatform_ShowAllThreeInstances()
    {
        var output = await DeployPage.RunAsync(_platform, "");

        foreach (var server in _platform.Servers)
        {
            // In the set, in its record, in its own stats, and in the API's list.
            var mentions = output.Split(server.InstanceId).Length - 1;
            Assert.True(mentions >= 4, $"{server.InstanceId} is mentioned {mentions} times in:\n{output}");
        }
    }

    [Fact]
    public async Task Scenario1_PlayerJoinsThroughNginx_RedisNamesTheInstanceAndNotifyReachesAll()
    {
        await using var first = await GameClient.ConnectAsync(_platform.EntryPort);
        await using var second = await GameClient.ConnectAsync(_platform.EntryPort);
        await using var third = await GameClient.ConnectAsync(_platform.EntryPort);
        GameClient[] members = [first, second, third];
        foreach (var member in members)
            await member.JoinAsync(Room);

        var output = await DeployPage.RunAsync(_platform, "scenario-1");

        Assert.Equal(first.InstanceId, output.Split('\n')[0].Trim('"'));
        Assert.Equal(3, members.Select(m => m.InstanceId).Distinct().Count()); // least_conn spread them: three edges were told
        foreach (var member in members)
        {
            var told = await member.WaitForAsync(e => e is { Type: "room_updated", RoomId: Room } && e.Text("action") == "ready", "the notification");
            Assert.Equal(7, told.Number("user_id"));
            Assert.Equal("from outside", told.Data.GetProperty("room_data").GetProperty("note").GetString());
            Assert.True(told.Seq > 0);
        }
        await EmptyAsync(members);
    }

    [Fact]
    public async Task Scenario2_RoomAcrossInstances_StaysWithTheFirstAndShowsBothTheSame()
    {
        var guest = await DeployPage.RunAsync(_platform, "scenario-2-guest", then: "echo $B_TOKEN $B_ID");
        var (token, userId) = (guest.Trim().Split(' ')[0], long.Parse(guest.Trim().Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        await using var a = await GameClient.ConnectAsync(_platform.EntryPort);
        await using var b = await ConnectElsewhereAsync(a.InstanceId, userId, token);
        await a.JoinAsync(Room);
        await b.JoinAsync(Room);

        var output = await DeployPage.RunAsync(_platform, "scenario-2", "", ("B_TOKEN", token), ("B_ID", $"{userId}"));

        var lines = output.Trim().Split('\n');
        Assert.Equal(a.InstanceId, lines[0].Trim('"'));
        Assert.Equal(a.InstanceId, lines[^1].Trim('"'));
        foreach (var client in (GameClient[])[a, b])
            await client.WaitForAsync(e => e.Type == "room_updated" && e.Text("action") == "leave", "B's leaving");
        Assert.Equal(["ready 1", "ready 2", "ready 3", "leave 0"], Doings(a, userId));
        Assert.Equal(Doings(a, userId), Doings(b, userId));
        Assert.Equal(Positions(a), Positions(b));
        Assert.Empty(a.Faults);
        Assert.Empty(b.Faults);
        await EmptyAsync(a);
    }

    [Fact]
    public async Task Scenario3_Broadcast_ReachesEveryClientOfEveryInstance()
    {
        var clients = new List<GameClient>();
        for (var i = 0; i < 9; i++)
            clients.Add(await GameClient.ConnectAsync(_platform.EntryPort));
        Assert.Equal(3, clients.Select(c => c.InstanceId).Distinct().Count());

        var output = await DeployPage.RunAsync(_platform, "scenario-3");

        using var reply = JsonDocument.Parse(output.Split('\n')[0]);
        Assert.Equal(3, reply.RootElement.GetProperty("delivered").GetInt32());
        Assert.Equal(0, reply.RootElement.GetProperty("failed").GetInt32());
        foreach (var client in clients)
        {
            await client.WaitForAsync(e => e.Type == "lobby" && e.Text("text") == "From redis-cli.", "the word from redis-cli");
            Assert.Single(client.Events, e => e.Type == "lobby" && e.Text("text") == "The tournament begins in ten minutes.");
        }
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    // The balancer gives each new client to the instance with the fewest: a few tries find another one.
    private async Task<GameClient> ConnectElsewhereAsync(string instanceId, long userId, string token)
    {
        for (var tries = 0; tries < 6; tries++)
        {
            var client = await GameClient.ConnectAsync(_platform.EntryPort, userId, token: token);
            if (client.InstanceId != instanceId)
                return client;
            await client.DisposeAsync();
        }
        throw new InvalidOperationException($"nginx always chose {instanceId}.");
    }

    private static List<string> Doings(GameClient client, long userId) =>
        [.. client.Room(Room).Events.Where(e => e.Type == "room_updated" && (e.Number("user_id") == userId || e.UserId == userId) && e.Text("action") is "ready" or "leave")
            .Select(e => $"{e.Text("action")} {(e.Data.TryGetProperty("room_data", out var data) ? data.GetProperty("n").GetInt32() : 0)}")];

    private static List<long> Positions(GameClient client) =>
        [.. client.Room(Room).Events.Where(e => e.Text("action") is "ready" or "leave").Select(e => e.Seq)];

    // The room's id is the page's: each scenario finds it as a reader would, without an owner.
    private async Task EmptyAsync(params GameClient[] members)
    {
        foreach (var member in members)
            await member.RequestAsync("leave_room", Room);
        await Eventually.TrueAsync(async () => (await _platform.OwnerAsync(Room)).Length == 0, $"{Room} is gone when its last member has left");
    }
}
