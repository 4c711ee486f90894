using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Instances;

/// <summary>What strangers publish on <c>game-server:broadcast</c> with plain redis-cli: protocol 1.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class BroadcastTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    [Fact]
    public async Task Publish_ToARoom_ReachesItsMembersOnAllInstancesAndNobodyElse()
    {
        await using var party = await Party.ConnectAsync(_platform, "broadcast-room");
        var text = Unique();

        await PublishAsync(new { instance_id = "a-stranger", room_id = "broadcast-room", user_id = 0, type = "announcement", data = new { text } });

        foreach (var member in (GameClient[])[party.Anna, party.AnnasSecond, party.Ben])
        {
            var heard = await member.WaitForAsync(e => e.Text("text") == text, "the word to the room");
            Assert.Equal("announcement", heard.Type);
            Assert.Equal("broadcast-room", heard.RoomId);
            Assert.Equal(0, heard.Seq);
        }
        await party.AssertEachHeardAsync(text, 1, 1, 1, 0);
    }

    [Fact]
    public async Task Publish_ToAUser_ReachesAllOfTheUsersConnectionsAndNobodyElse()
    {
        await using var party = await Party.ConnectAsync(_platform, "broadcast-user");
        var text = Unique();

        await PublishAsync(new { instance_id = "", room_id = "", user_id = party.Anna.UserId, type = "announcement", data = new { text } });

        foreach (var connection in (GameClient[])[party.Anna, party.AnnasSecond])
            Assert.Equal(party.Anna.UserId, (await connection.WaitForAsync(e => e.Text("text") == text, "the word to Anna")).UserId);
        await party.AssertEachHeardAsync(text, 1, 1, 0, 0);
    }

    [Fact]
    public async Task Publish_ToEveryone_ReachesEveryConnectionOnce()
    {
        await using var party = await Party.ConnectAsync(_platform, "broadcast-all");
        var text = Unique();

        await PublishAsync(new { instance_id = "", type = "lobby", data = new { text } });

        await party.AssertEachHeardAsync(text, 1, 1, 1, 1);
    }

    [Fact]
    public async Task Publish_UnderAnInstancesOwnName_IsIgnoredByThatInstanceOnly()
    {
        await using var party = await Party.ConnectAsync(_platform, "broadcast-own");
        var text = Unique();

        await PublishAsync(new { instance_id = _platform.Servers[0].InstanceId, room_id = "", user_id = 0, type = "lobby", data = new { text } });

        await party.AssertEachHeardAsync(text, 0, 1, 1, 1); // Anna's first connection is on that instance
    }

    [Fact]
    public async Task Publish_Garbage_IsDroppedAndTheNextWordArrives()
    {
        await using var party = await Party.ConnectAsync(_platform, "broadcast-garbage");
        string[] garbage =
        [
            "", "hello", "null", "[]", "{}", "{\"type\":5}", "{\"type\":\"lobby\",\"room_id\":7}", "{\"type\":\"lobby\",\"user_id\":\"x\"}",
            "{\"type\":\"lobby\",\"room_id\":\"../..\",\"data\":1}", new string('[', 5_000), $"{{\"type\":\"lobby\",\"data\":{new string('[', 5_000)}", "\u0000\uffff",
        ];
        foreach (var message in garbage)
            await RedisCliAsync("PUBLISH", "game-server:broadcast", message);
        foreach (var server in _platform.Servers)
            await _platform.Redis.Database.PublishAsync(StackExchange.Redis.RedisChannel.Literal($"game-server:bus:{server.InstanceId}"), Enumerable.Range(0, 300).Select(i => (byte)i).ToArray());
        var text = Unique();

        await PublishAsync(new { type = "lobby", data = new { text } });

        await party.AssertEachHeardAsync(text, 1, 1, 1, 1);
        _platform.AssertNoFaults();
    }

    private static string Unique() => Guid.NewGuid().ToString("N");

    private Task PublishAsync(object message) => RedisCliAsync("PUBLISH", "game-server:broadcast", JsonSerializer.Serialize(message));

    private async Task RedisCliAsync(params string[] args)
    {
        await using var cli = ServerProcess.Start("redis-cli", Tools.Find("redis-cli"), ["-p", $"{_platform.Redis.Port}", .. args.Select(a => a.Replace("\0", "", StringComparison.Ordinal))]);
        Assert.True(await cli.WaitForExitAsync() == 0, cli.Log.Tail());
    }

    /// <summary>Anna on two instances and Ben on a third, all in one room; Cleo in none.</summary>
    private sealed record Party(GameClient Anna, GameClient AnnasSecond, GameClient Ben, GameClient Cleo) : IAsyncDisposable
    {
        public static async Task<Party> ConnectAsync(BaizePlatform platform, string room)
        {
            var anna = await GameClient.ConnectAsync(platform.Servers[0].Port);
            var party = new Party(
                anna,
                await GameClient.ConnectAsync(platform.Servers[1].Port, anna.UserId),
                await GameClient.ConnectAsync(platform.Servers[2].Port),
                await GameClient.ConnectAsync(platform.Servers[1].Port));
            foreach (var member in (GameClient[])[party.Anna, party.AnnasSecond, party.Ben])
                await member.JoinAsync(room);
            return party;
        }

        /// <summary>Counts a word with each, after a later word to everyone has come to all: so what was to come has come.</summary>
        public async Task AssertEachHeardAsync(string text, params int[] times)
        {
            GameClient[] all = [Anna, AnnasSecond, Ben, Cleo];
            if (times.Sum() > 0)
                await Eventually.TrueAsync(() => all.Zip(times).All(c => Heard(c.First) >= c.Second), $"each heard '{text}'", details: () => string.Join(' ', all.Select(Heard)));
            foreach (var client in all)
                await client.RequestAsync("ping"); // behind whatever the server had sent before
            Assert.Equal(times, all.Select(Heard));

            int Heard(GameClient client) => client.Events.Count(e => e.Text("text") == text);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in (GameClient[])[Anna, AnnasSecond, Ben, Cleo])
                await client.DisposeAsync();
        }
    }
}
