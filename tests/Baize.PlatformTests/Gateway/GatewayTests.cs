using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Baize.Client;
using Baize.Cluster.Instances;
using Baize.PlatformTests.Client;
using Baize.PlatformTests.Metrics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Gateway;

/// <summary>Players behind the gateway: where they land, what they reach, and what becomes of them when an instance or Redis goes.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed partial class GatewayTests(GatewayPlatform shared) : IClassFixture<GatewayPlatform>
{
    private readonly BaizePlatform _platform = shared.Platform;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Socket_RoomHasAnOwner_GoesThere()
    {
        foreach (var server in _platform.Servers.Take(3))
        {
            var room = $"gateway-owned-{server.InstanceId}";
            await using var first = await GameClient.ConnectAsync(server.Port);
            await first.JoinAsync(room);
            for (var i = 0; i < 3; i++)
            {
                await using var other = await GameClient.ConnectAsync(shared.Port, query: $"room={room}");
                Assert.Equal(server.InstanceId, other.InstanceId);
            }
        }
        var figures = await Exposition.FetchAsync(_platform.Http, shared.Port);
        Assert.InRange(figures["baize_gateway_sockets_opened_total{by=\"owner\"}"], 9, 100_000);
    }

    [Fact]
    public async Task Socket_UnknownRoom_GoesWhereItsHashSaysAndItsPlayersMeet()
    {
        string[] ready = [.. _platform.Servers.Where(s => !s.Process.HasExited).Select(s => s.InstanceId)];
        for (var i = 0; i < 8; i++)
        {
            var room = $"gateway-hashed-{i}";
            await using var one = await GameClient.ConnectAsync(shared.Port, query: $"room={room}");
            await using var two = await GameClient.ConnectAsync(shared.Port, query: $"room={room}");
            Assert.Equal(Rendezvous.Choose(room, ready), one.InstanceId);
            Assert.Equal(one.InstanceId, two.InstanceId);
        }
    }

    [Fact]
    public async Task Socket_WithoutRoom_OneUsersMeet()
    {
        var user = Tokens.NewUser();
        await using var one = await GameClient.ConnectAsync(shared.Port, user);
        await using var two = await GameClient.ConnectAsync(shared.Port, user);
        Assert.Equal(one.InstanceId, two.InstanceId);
    }

    [Fact]
    public async Task Socket_BadToken_IsRefusedAsByTheInstance()
    {
        var answer = await RawWebSocket.ConnectAsync(shared.Port, $"/ws?room=r&token={Tokens.WrongKey(1)}");
        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Calls_OfPageAndApi_PassWithTheirBodies()
    {
        using var page = await _platform.Http.GetAsync(shared.Address(""), Cancelled);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        using var guest = await _platform.Http.PostAsJsonAsync(shared.Address("api/v1/auth/guest"), new { name = "Ada" }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, guest.StatusCode);
        using var refused = await _platform.SendAsync(HttpMethod.Get, shared.Address("api/v1/rooms/no%20room"), userId: 1);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode); // the API's own word
        using var plain = await _platform.Http.GetAsync(shared.Address("ws"), Cancelled);
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode); // what the page asks to know whether there is a balancer
    }

    [Theory]
    [InlineData("/internal/games")]
    [InlineData("/internal")]
    [InlineData("/Internal/games")]
    [InlineData("//internal/games")]
    [InlineData("/x/../internal/games")]
    [InlineData("/x/%2e%2e/internal/games")]
    [InlineData("/%69nternal/games")]
    [InlineData("/%2569nternal/games")]
    [InlineData("/%2Finternal/games")]
    [InlineData("/%5cinternal/games")]
    [InlineData("/./internal/games")]
    [InlineData("/;x/internal/games")]
    [InlineData("http://h/internal/games")]
    [InlineData("/metrics/")]
    public async Task Path_OfTheInside_IsNotFoundInAnySpelling(string target)
    {
        // Uri would tidy the path up: the request goes out as it is written.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, shared.Port, Cancelled);
        await tcp.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Internal-Key: {BaizePlatform.InternalKey}\r\n\r\n"), Cancelled);
        using var reader = new StreamReader(tcp.GetStream());
        var answer = await reader.ReadToEndAsync(Cancelled);

        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.Contains("There is nothing of this name.", answer, StringComparison.Ordinal); // the gateway's words: nobody was asked
    }

    [Fact]
    public async Task Metrics_FromInside_AreThoseOfTheDocumentation_AndNotForTheWorld()
    {
        await Exposition.FetchAsync(_platform.Http, shared.Port); // the request for the figures is one, too
        var figures = await Exposition.FetchAsync(_platform.Http, shared.Port);
        MetricsTests.AssertSame(MetricsDocument.Read().Where(m => m.Section is "Every process" or "The gateway"), figures);
        await Promtool.AssertAsync(figures.Text, "check", "metrics");

        using var fromOutside = await _platform.SendAsync(HttpMethod.Get, shared.Address("metrics"), null, ("X-Forwarded-For", "203.0.113.5"));
        Assert.Equal(HttpStatusCode.NotFound, fromOutside.StatusCode);
    }

    [Fact]
    public async Task Instance_Drains_KeepsItsSocketsAndGetsNoNewOnes()
    {
        var leaving = await shared.AddServerAsync();
        await using var seed = await GameClient.ConnectAsync(leaving.Port);
        await seed.JoinAsync("gateway-drained");
        await using var stays = await GameClient.ConnectAsync(shared.Port, query: "room=gateway-drained");
        Assert.Equal(leaving.InstanceId, stays.InstanceId);
        await stays.JoinAsync("gateway-drained");

        using var drain = await _platform.PostInternalAsync(new Uri(leaving.Address, "internal/drain"), new { exit = false });
        for (var i = 0; i < 10; i++)
        {
            await using var newcomer = await GameClient.ConnectAsync(shared.Port, query: i % 2 == 0 ? "room=gateway-drained" : "");
            Assert.NotEqual(leaving.InstanceId, newcomer.InstanceId);
        }

        // The gateway leaves it alone: what ends the socket is the instance's own goodbye, after it has told the client to move.
        await stays.WaitForAsync(e => e.Type == "migrate", "the word to move");
        Assert.Equal(1001, await stays.WaitForCloseAsync());
        await leaving.Process.KillAsync();
        await shared.SeesAsync(3);
    }

    [Fact]
    public async Task Instance_KilledInMidGame_PlayersReconnectThroughTheGatewayAndGoOn()
    {
        var doomed = await shared.AddServerAsync();
        await using var seed = await GameClient.ConnectAsync(doomed.Port);
        await seed.JoinAsync("gateway-killed");
        await using var first = Player();
        await using var second = Player();
        Watched[] watched = [new(first.Room("gateway-killed")), new(second.Room("gateway-killed"))];
        foreach (var client in (BaizeClient[])[first, second])
        {
            await client.ConnectAsync(Cancelled);
            await client.JoinAsync("gateway-killed", cancellationToken: Cancelled);
        }
        Assert.Equal((doomed.InstanceId, doomed.InstanceId), (first.Session!.InstanceId, second.Session!.InstanceId));

        var acks = new List<long>();
        for (var n = 0; n < 40; n++)
        {
            if (n == 20)
                await doomed.Process.KillAsync();
            acks.Add(await first.Room("gateway-killed").SendAsync(n, cancellationToken: Cancelled));
        }

        foreach (var seen in watched)
        {
            await seen.ForMessagesAsync(40);
            Assert.Equal(Enumerable.Range(0, 40), seen.Messages.Select(m => m.Data.GetInt32()));
            Assert.Equal(acks, seen.Messages.Select(m => m.Seq));
            Assert.Empty(seen.Faults);
        }
        var owner = await _platform.OwnerAsync("gateway-killed");
        Assert.NotEqual(doomed.InstanceId, owner);
        Assert.Equal((owner, owner), (first.Session!.InstanceId, second.Session!.InstanceId)); // both came to one place, and the room with them
        await shared.SeesAsync(3);
    }

    [Fact]
    public async Task Instance_Stalls_NewPlayersLandElsewhere()
    {
        var stalled = await shared.AddServerAsync();
        await using var seed = await GameClient.ConnectAsync(stalled.Port);
        await seed.JoinAsync("gateway-stalled");
        stalled.Process.Send(Signal.Stop);
        try
        {
            await using var newcomer = await GameClient.ConnectAsync(shared.Port, query: "room=gateway-stalled"); // it takes the connection, and says nothing
            Assert.NotEqual(stalled.InstanceId, newcomer.InstanceId);
            await newcomer.JoinAsync("gateway-stalled");
        }
        finally
        {
            await stalled.Process.KillAsync();
        }
        await shared.SeesAsync(3);
    }

    [Fact]
    public async Task Redis_Away_LastKnownRoutingGoesOnAndIsSaid()
    {
        var owner = _platform.Servers[1];
        await using var seed = await GameClient.ConnectAsync(owner.Port);
        await seed.JoinAsync("gateway-redis");
        await using var before = await GameClient.ConnectAsync(shared.Port, query: "room=gateway-redis");
        Assert.Equal(owner.InstanceId, before.InstanceId);

        _platform.Redis.Process.Send(Signal.Stop);
        try
        {
            await Eventually.TrueAsync(async () => (await shared.HealthAsync()).GetProperty("status").GetString() == "degraded", "the gateway says so");
            await using var meanwhile = await GameClient.ConnectAsync(shared.Port, query: "room=gateway-redis");
            Assert.Equal(owner.InstanceId, meanwhile.InstanceId);
            await using var anywhere = await GameClient.ConnectAsync(shared.Port, query: "room=gateway-never-seen");
            var figures = await Exposition.FetchAsync(_platform.Http, shared.Port);
            Assert.Equal(0, figures["baize_gateway_source_reachable{source=\"registry\"}"]);
            Assert.InRange(figures["baize_gateway_owners_remembered_total"], 1, 1_000);
            Assert.Contains(shared.Process.Log.Lines, l => l.Contains("The registry is away; going on with the last", StringComparison.Ordinal));
        }
        finally
        {
            _platform.Redis.Process.Send(Signal.Continue);
        }
        await Eventually.TrueAsync(async () => (await shared.HealthAsync()).GetProperty("status").GetString() == "ready", "it is over");
        await shared.SeesAsync(3);
    }

    private BaizeClient Player() => new(new BaizeClientOptions
    {
        Url = new Uri($"ws://127.0.0.1:{shared.Port}/ws?room=gateway-killed"),
        Token = Tokens.Valid(Tokens.NewUser()),
        RequestTimeout = TimeSpan.FromMinutes(2), // a machine at its limit is not what is tested here
    });
}
