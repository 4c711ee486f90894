using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Versions;

/// <summary>A cluster in which instances have different versions of a game's rules: a rolling upgrade, stopped half-way.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class MixedVersionTests(TallyBin bin) : IClassFixture<TallyBin>
{
    [Fact]
    public async Task RoomOfOlderRules_IsUpgradedAndNeverGoesBack()
    {
        await using var platform = await StartAsync(instances: 1, rules: "1");
        var (first, second) = (platform.Servers[0], await StartServerAsync(platform, "2"));
        var room = await MakeRoomAsync(platform, first);
        await using (var a = await GameClient.ConnectAsync(first.Port, userId: 1))
        await using (var b = await GameClient.ConnectAsync(first.Port, userId: 2))
        {
            await BeginAsync(room, a, b);
            Assert.Equal((1, 3), await AddAsync(a, room, 3));
        }

        // The room goes on on version 2: 3 was added by the old rules, 4 counts double by the new.
        await first.Process.KillAsync();
        await using var player = await GameClient.ConnectAsync(second.Port, userId: 1);
        await player.JoinAsync(room);
        Assert.Equal((2, 11), await AddAsync(player, room, 4));
        Assert.Equal(second.InstanceId, await platform.OwnerAsync(room));

        // An instance of version 1 is an edge like any other, but when the owner dies it does not take the room.
        var old = await StartServerAsync(platform, "1");
        await using var visitor = await GameClient.ConnectAsync(old.Port, userId: 2);
        await visitor.JoinAsync(room);
        Assert.Equal((2, 13), await AddAsync(visitor, room, 1));
        await second.Process.KillAsync();
        var refused = await visitor.RequestAsync("action", room, new { name = "add", number = 5 }, id: "late");
        Assert.Equal("unavailable", refused.Code);
        await old.Process.WaitForLogAsync("which no active instance has");
        Assert.Equal(second.InstanceId, await platform.OwnerAsync(room));

        // The next instance of version 2 is asked for it by the one of version 1, which is where the player is.
        var third = await StartServerAsync(platform, "2");
        var late = await visitor.RequestUntilAvailableAsync("action", room, new { name = "add", number = 5 }, id: "late");
        Assert.Equal("ack", late.Type);
        Assert.Equal((2, 25), await AddAsync(visitor, room, 1));
        Assert.Equal(third.InstanceId, await platform.OwnerAsync(room));
        Assert.Empty(visitor.Faults);
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task RoomsPinnedToTheirRules_StayWithInstancesOfThatVersion()
    {
        await using var platform = await StartAsync(instances: 2, rules: "1");
        var (leaving, staying, newer) = (platform.Servers[0], platform.Servers[1], await StartServerAsync(platform, "2-pinned"));
        var rooms = new List<string>();
        for (var i = 0; i < 6; i++) // enough for some to be the newer one's, were it up to the hash alone
        {
            rooms.Add(await MakeRoomAsync(platform, leaving));
            await using var a = await GameClient.ConnectAsync(leaving.Port);
            await using var b = await GameClient.ConnectAsync(leaving.Port);
            await BeginAsync(rooms[^1], a, b);
        }
        var waiting = await MakeRoomAsync(platform, leaving);

        leaving.Process.Send(Signal.Terminate);
        Assert.Equal(0, await leaving.Process.WaitForExitAsync());

        foreach (var room in rooms)
            Assert.Equal(staying.InstanceId, await platform.OwnerAsync(room));

        // From the newer instance they are reached where they are.
        await using var player = await GameClient.ConnectAsync(newer.Port);
        await player.JoinAsync(rooms[0], new { spectate = true });
        Assert.Equal(1, (await player.RequestUntilAvailableAsync("get_state", rooms[0])).Data.GetProperty("state").GetProperty("rules").GetInt32());

        // The last of the old version is killed: what it was running waits for another of its kind; what had not begun, begins by the new rules.
        await staying.Process.KillAsync();
        Assert.Equal("unavailable", (await player.RequestAsync("get_state", rooms[0])).Code);
        await using var c = await GameClient.ConnectAsync(newer.Port);
        await using var d = await GameClient.ConnectAsync(newer.Port);
        await BeginAsync(waiting, c, d);
        Assert.Equal((2, 2), await AddAsync(c, waiting, 1));
        Assert.Equal(staying.InstanceId, await platform.OwnerAsync(rooms[0]));

        var old = await StartServerAsync(platform, "1");
        Assert.Equal(1, (await player.RequestUntilAvailableAsync("get_state", rooms[0])).Data.GetProperty("state").GetProperty("rules").GetInt32());
        Assert.Equal(old.InstanceId, await platform.OwnerAsync(rooms[0]));
        platform.AssertNoFaults();
    }

    private async Task<BaizePlatform> StartAsync(int instances, string rules) => await BaizePlatform.StartAsync(new PlatformSettings
    {
        Instances = instances,
        WithoutApi = true,
        GameServerBin = bin.Folder,
        Environment = new Dictionary<string, string?> { [TallyBin.Rules] = rules, ["DRAIN_TIMEOUT"] = "5" },
    });

    private static async Task<GameServerProcess> StartServerAsync(BaizePlatform platform, string rules)
    {
        var server = platform.StartServer((TallyBin.Rules, rules));
        await server.WaitUntilReadyAsync();
        await Eventually.TrueAsync(async () => (await platform.ListedAsync()).Contains(server.InstanceId), "it is listed");
        return server;
    }

    private static async Task<string> MakeRoomAsync(BaizePlatform platform, GameServerProcess on)
    {
        var room = $"tally-{Guid.NewGuid().ToString("N")[..10]}";
        using var made = await platform.PostInternalAsync(new Uri(on.Address, "internal/rooms"), new { room_id = room, game = "tally" });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return room;
    }

    private static async Task BeginAsync(string room, params GameClient[] players)
    {
        foreach (var player in players)
            await player.JoinAsync(room);
        foreach (var player in players)
            Assert.Equal("ack", (await player.RequestUntilAvailableAsync("ready", room)).Type);
        await players[0].WaitForAsync(e => e.Type == "game_started" && e.RoomId == room, "the game begins");
    }

    /// <summary>Adds a number.</summary>
    /// <returns>By which rules, and the sum as it is then.</returns>
    private static async Task<(int Rules, int Sum)> AddAsync(GameClient player, string room, int number)
    {
        Assert.Equal("ack", (await player.RequestUntilAvailableAsync("action", room, new { name = "add", number })).Type);
        var state = (await player.RequestUntilAvailableAsync("get_state", room)).Data.GetProperty("state");
        var (sum, total) = (state.GetProperty("sum"), state.GetProperty("total"));
        return (state.GetProperty("rules").GetInt32(), (sum.ValueKind == JsonValueKind.Null ? total : sum).GetInt32());
    }
}
