using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>Rooms' records: one that cannot be read where it is claimed, and who may delete one.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class RecordTests
{
    [Fact]
    public async Task Unreadable_Record_IsGivenBackAndReadByWhoeverCan()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        var (owner, room) = (platform.Servers[0], $"odd-{platform.Servers[0].Port}");
        await using var first = await GameClient.ConnectAsync(owner.Port);
        await first.JoinAsync(room);
        await first.SayAsync(room, new { text = "kept" });
        var state = await platform.Redis.Database.StringGetAsync($"{{room:instance:{room}}}:state");

        // As if a newer version had written it, and died.
        await platform.Redis.Database.StringSetAsync($"{{room:instance:{room}}}:state", state.ToString().Replace("\"v\":1", "\"v\":99", StringComparison.Ordinal));
        owner.Process.Send(Signal.Kill);
        await using var client = await GameClient.ConnectAsync(platform.Servers[1].Port);
        Assert.Equal("unavailable", (await client.RequestAsync("join_room", room, new { })).Code);
        Assert.Contains(platform.Servers, s => s.Process.Log.Contains("cannot be read by this instance"));
        await Eventually.TrueAsync(async () => await platform.OwnerAsync(room) == owner.InstanceId, "nobody keeps a room that they cannot read");

        await platform.Redis.Database.StringSetAsync($"{{room:instance:{room}}}:state", state);
        await client.JoinAsync(room);
        Assert.True(await client.SayAsync(room, new { text = "on" }) >= 4); // after both joins and what was kept
        platform.AssertNoFaults("cannot be read by this instance");
    }

    [Fact]
    public async Task Delete_RelayRoomMadeThroughTheApi_IsItsCreators()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 2 });
        var (creator, other) = (Tokens.NewUser(), Tokens.NewUser());
        using var made = await platform.SendAsync(HttpMethod.Post, platform.Api("rooms"), creator, new { game = "relay", name = "talk" });
        var room = (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("room_id").GetString()!;

        using var refused = await platform.SendAsync(HttpMethod.Delete, platform.Api($"rooms/{room}"), other);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var deleted = await platform.SendAsync(HttpMethod.Delete, platform.Api($"rooms/{room}"), creator);
        Assert.True(deleted.IsSuccessStatusCode, $"{deleted.StatusCode}");
        await Eventually.TrueAsync(
            async () =>
            {
                using var gone = await platform.SendAsync(HttpMethod.Get, platform.Api($"rooms/{room}"), creator);
                return gone.StatusCode == HttpStatusCode.NotFound;
            },
            "the room is gone");
    }
}
