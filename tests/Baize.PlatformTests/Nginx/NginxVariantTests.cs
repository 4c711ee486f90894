using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Nginx;

/// <summary>Which game server each variant of <c>deploy/nginx</c> chooses.</summary>
public sealed class NginxVariantTests
{
    private const string LeastConnections = "game-server-lb.conf";
    private const string ByAddress = "game-server-lb-ip-hash.conf";
    private const string ByUser = "game-server-lb-hash-user.conf";
    private const string ByRoom = "game-server-lb-hash-room.conf";

    public static TheoryData<string> Variants() =>
        [.. Directory.GetFiles(Repository.File("deploy", "nginx"), "game-server-lb*.conf").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Configuration_EachVariant_IsLoadedAndCarriesAWebSocket(string variant)
    {
        await using var stubs = await BalancedStubs.StartAsync(variant);

        var (exitCode, output) = await stubs.Nginx.TestAsync();
        await using var socket = (await RawWebSocket.ConnectAsync(stubs.Nginx.Port, "/ws?token=t&room=r")).Socket!;
        await socket.SendTextAsync("hello");
        var echo = await socket.ReadFrameAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("[warn]", output);
        Assert.Equal("hello", echo?.Body);
    }

    [Fact]
    public async Task LeastConnections_SocketsOpenedOneByOne_AreSpreadEvenly()
    {
        await using var stubs = await BalancedStubs.StartAsync(LeastConnections);

        var sockets = new List<RawWebSocket>();
        for (var i = 0; i < 12; i++)
            sockets.Add((await RawWebSocket.ConnectAsync(stubs.Nginx.Port, "/ws")).Socket!);

        Assert.All(stubs.Games, g => Assert.Equal(4, g.Requests.Count));
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task ByAddress_OneNetwork_AlwaysMeetsTheSameServer()
    {
        await using var stubs = await BalancedStubs.StartAsync(ByAddress);

        var servers = new HashSet<string>();
        for (var network = 1; network <= 30; network++)
        {
            var first = await stubs.GetAsync("/ws", $"203.0.{network}.1");
            Assert.Equal(first, await stubs.GetAsync("/ws", $"203.0.{network}.77"));
            servers.Add(first.Body);
        }

        Assert.Equal(3, servers.Count);
    }

    [Fact]
    public async Task ByUser_SameUserWithOtherTokens_MeetsTheSameServer()
    {
        await using var stubs = await BalancedStubs.StartAsync(ByUser);

        var servers = new HashSet<string>();
        for (var user = 1; user <= 30; user++)
        {
            var byQuery = await stubs.GetAsync($"/ws?token=a&user_id={user}");
            Assert.Equal(byQuery, await stubs.GetAsync($"/ws?token=b&user_id={user}", from: "203.0.113.9"));
            Assert.Equal(byQuery, await stubs.GetAsync("/ws?token=c", null, ("X-User-Id", $"{user}")));
            Assert.Equal(byQuery, await stubs.GetAsync("/ws?token=d", null, ("Cookie", $"baize_user={user}")));
            servers.Add(byQuery.Body);
        }

        Assert.Equal(3, servers.Count);
    }

    [Fact]
    public async Task ByUser_NoUserNamed_KeepsToTheTokenThenToTheAddress()
    {
        await using var stubs = await BalancedStubs.StartAsync(ByUser);

        var (byToken, byAddress) = (new HashSet<string>(), new HashSet<string>());
        for (var i = 1; i <= 30; i++)
        {
            var token = await stubs.GetAsync($"/ws?token=t{i}", from: "203.0.113.1");
            Assert.Equal(token, await stubs.GetAsync($"/ws?token=t{i}", from: "203.0.113.2"));
            byToken.Add(token.Body);
            var address = await stubs.GetAsync("/ws", from: $"203.0.113.{i}");
            Assert.Equal(address, await stubs.GetAsync("/ws", from: $"203.0.113.{i}"));
            byAddress.Add(address.Body);
        }

        Assert.Equal(3, byToken.Count);
        Assert.Equal(3, byAddress.Count);
    }

    [Fact]
    public async Task ByRoom_SameRoom_MeetsOnOneServerAndRoomlessClientsAreSpread()
    {
        await using var stubs = await BalancedStubs.StartAsync(ByRoom);

        var (ofRooms, ofRoomless) = (new HashSet<string>(), new HashSet<string>());
        for (var room = 1; room <= 30; room++)
        {
            var first = await stubs.GetAsync($"/ws?token=a&room=room{room}");
            Assert.Equal(first, await stubs.GetAsync($"/ws?room=room{room}&token=b", from: "203.0.113.9"));
            ofRooms.Add(first.Body);
            ofRoomless.Add((await stubs.GetAsync("/ws?token=a")).Body);
        }

        Assert.Equal(3, ofRooms.Count);
        Assert.Equal(3, ofRoomless.Count);
    }
}
