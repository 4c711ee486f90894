using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Nginx;

/// <summary><c>deploy/nginx/game-server-lua.conf</c> in a real nginx, on a real Redis.</summary>
public sealed class LuaTests
{
    private const string Variant = "game-server-lua.conf";

    [Fact]
    public async Task Route_RoomsWithAndWithoutOwner_GoToTheOwnerElseByTheirHash()
    {
        await using var stubs = await StartAsync(3);
        for (var n = 0; n < 12; n++)
            await stubs.OwnAsync($"owned{n}", stubs.Stubs[n % 3]);

        for (var n = 0; n < 12; n++)
            Assert.Equal(stubs.Stubs[n % 3].Port, await stubs.LandsOnAsync($"&room=owned{n}"));

        var byHash = await ByHashAsync(stubs);
        Assert.Equal(3, byHash.Values.Distinct().Count());
        Assert.Equal(byHash, await ByHashAsync(stubs));
        Assert.Equal(3, (await stubs.LandOnAsync(40)).Count); // without a room: anyone
        var (exitCode, output) = await stubs.Nginx.TestAsync();
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("[warn]", output);
        Assert.Empty(stubs.Nginx.Process!.Log.Faults);
    }

    [Fact]
    public async Task Route_InstanceDrainsOrComes_OnlyItsRoomsMoveAndSocketsStay()
    {
        await using var stubs = await StartAsync(3);
        await stubs.OwnAsync("owned", stubs.Stubs[0]);
        var before = await ByHashAsync(stubs);
        var open = new List<RawWebSocket>();
        for (var n = 0; n < 9; n++)
            open.Add(await stubs.OpenAsync($"&room=r{n}"));

        await stubs.ListAsync(stubs.Stubs[0], state: "draining");
        await Eventually.TrueAsync(async () => !(await ByHashAsync(stubs)).Values.Contains(stubs.Stubs[0].Port), "the draining one gets nothing new");
        Assert.All(await ByHashAsync(stubs), room => Assert.True(before[room.Key] == room.Value || before[room.Key] == stubs.Stubs[0].Port));
        Assert.NotEqual(stubs.Stubs[0].Port, await stubs.LandsOnAsync("&room=owned")); // not even for its own room
        await RegisteredStubs.AssertOpenAsync(open);

        var fourth = await stubs.AddAsync();
        await Eventually.TrueAsync(async () => (await ByHashAsync(stubs)).Values.Contains(fourth.Port), "the new one gets rooms");
        await RegisteredStubs.AssertOpenAsync(open);
    }

    [Fact]
    public async Task Route_OwnerIsDeadButListed_NextInOrderServes()
    {
        await using var stubs = await StartAsync(3);
        await stubs.OwnAsync("owned", stubs.Stubs[0]);
        Assert.Equal(stubs.Stubs[0].Port, await stubs.LandsOnAsync("&room=owned"));

        await stubs.Stubs[0].DisposeAsync();

        var next = await stubs.LandsOnAsync("&room=owned");
        Assert.Contains(next, stubs.Stubs.Skip(1).Select(s => s.Port));
        Assert.DoesNotContain(0, (await ByHashAsync(stubs)).Values);
    }

    [Fact]
    public async Task Route_OwnerSaysThatItDrains_SocketOpensOnTheNext()
    {
        await using var stubs = await StartAsync(2);
        await stubs.OwnAsync("owned", stubs.Stubs[0]);
        stubs.Stubs[0].Drains = true; // 503, before the registry says so

        await RegisteredStubs.AssertOpenAsync([await stubs.OpenAsync("&room=owned")]);

        Assert.Single(stubs.Stubs[1].Requests);
    }

    [Fact]
    public async Task Route_RedisAway_LastGoodListServesAndIsBackAfter()
    {
        await using var stubs = await StartAsync(3);
        await stubs.OwnAsync("owned", stubs.Stubs[0]);
        Assert.Equal(stubs.Stubs[0].Port, await stubs.LandsOnAsync("&room=owned"));
        var before = await ByHashAsync(stubs);

        await stubs.Redis.KillAsync();
        await stubs.Nginx.Process!.WaitForLogAsync("the last good list of instances serves on");
        Assert.Equal(before, await ByHashAsync(stubs));
        Assert.NotEqual(0, await stubs.LandsOnAsync("&room=owned"));

        await stubs.Redis.StartAgainAsync(); // empty
        await stubs.Nginx.Process!.WaitForLogAsync("no game server is ready");
        Assert.Equal(before, await ByHashAsync(stubs));
        var other = stubs.Stubs.First(s => s.Port != before["room0"]);
        await stubs.OwnAsync("room0", other);
        foreach (var stub in stubs.Stubs)
            await stubs.ListAsync(stub);
        await stubs.Nginx.Process!.WaitForLogAsync("the registry answers again");
        await Eventually.TrueAsync(async () => await stubs.LandsOnAsync("&room=room0") == other.Port, "owners are looked up again");
    }

    [Fact]
    public async Task Route_KeyPrefix_IsTheSettingsOne()
    {
        await using var stubs = await StartAsync(2, prefix: "eu:");
        for (var n = 0; n < 6; n++)
        {
            await stubs.OwnAsync($"owned{n}", stubs.Stubs[n % 2]);
            Assert.Equal(stubs.Stubs[n % 2].Port, await stubs.LandsOnAsync($"&room=owned{n}"));
        }
    }

    [Fact]
    public async Task Internal_FromOutside_IsForbiddenHereToo()
    {
        await using var stubs = await StartAsync(1);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stubs.Nginx.Address, "/internal/games"));
        request.Headers.Add(NginxProcess.ClientAddressHeader, "203.0.113.5");
        using var answer = await stubs.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    private static async Task<IReadOnlyDictionary<string, int>> ByHashAsync(RegisteredStubs stubs)
    {
        var landed = new Dictionary<string, int>();
        for (var n = 0; n < 24; n++)
            landed[$"room{n}"] = await stubs.LandsOnAsync($"&room=room{n}");
        return landed;
    }

    private static Task<RegisteredStubs> StartAsync(int stubs, string prefix = "")
    {
        Assert.SkipUnless(NginxProcess.HasLua || Environment.GetEnvironmentVariable("CI") == "true", "nginx' Lua module is not installed.");
        return RegisteredStubs.StartAsync(Variant, stubs, prefix, isLua: true);
    }
}
