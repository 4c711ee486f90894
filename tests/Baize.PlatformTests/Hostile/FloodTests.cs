using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Hostile;

/// <summary>Too much of what is allowed: protocol 2.3, configuration <c>limits</c>.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class FloodTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    private int Port => _platform.Servers[0].Port;

    [Fact]
    public async Task Flood_OfOneConnection_IsToldThenClosedWith4029()
    {
        await using var bystanders = await Bystanders.StartAsync(Port, _platform.Servers[1].Port);
        await using var flood = await GameClient.ConnectAsync(Port);
        await flood.JoinAsync("flood-1");

        try
        {
            for (var i = 0; i < 20_000 && !flood.IsClosed; i++)
                await flood.SendAsync("message", "flood-1", new { i }, id: $"f{i}");
        }
        catch (IOException)
        {
            // Closed, as it should be.
        }

        Assert.Equal(4029, await flood.WaitForCloseAsync());
        var limited = flood.Events.First(e => e.Type == "error");
        Assert.Equal("rate_limited", limited.Code);
        Assert.True(limited.Data.GetProperty("retryable").GetBoolean());
        Assert.True(flood.Events.Count(e => e.Type == "ack") >= 50, "What was within the limit was served.");
        await bystanders.AssertUntouchedAsync();
        _platform.AssertNoFaults();
    }

    [Fact]
    public async Task Flood_WithinTheBurst_IsServed()
    {
        await using var client = await GameClient.ConnectAsync(Port);
        await client.JoinAsync("flood-2");

        for (var i = 0; i < 90; i++) // twice 50, less what the join took
            await client.SendAsync("message", "flood-2", new { i }, id: $"f{i}");

        await client.WaitForAsync(e => e.Id == "f89", "the last ack");
        Assert.Equal(90, client.Events.Count(e => e.Type == "ack"));
        Assert.DoesNotContain(client.Events, e => e.Type == "error");
        Assert.Empty(client.Faults);
    }

    [Fact]
    public async Task Flood_OfPings_IsLimitedToo()
    {
        await using var bystanders = await Bystanders.StartAsync(Port, _platform.Servers[1].Port);
        await using var flood = await GameClient.ConnectAsync(Port);
        var ping = new byte[100];

        try
        {
            for (var i = 0; i < 20_000 && !flood.IsClosed; i++)
                await flood.Socket.SendFrameAsync(WireFrame.Ping, ping);
        }
        catch (IOException)
        {
            // Closed, as it should be.
        }

        Assert.Equal(4029, await flood.WaitForCloseAsync());
        await bystanders.AssertUntouchedAsync();
    }

    [Fact]
    public async Task SlowConsumer_DoesNotRead_IsClosedWith4008AndOthersReadOn()
    {
        const string Room = "flood-slow";
        await using var bystanders = await Bystanders.StartAsync(Port, _platform.Servers[1].Port);
        var slow = (await RawWebSocket.ConnectAsync(Port, $"/ws?token={Tokens.Valid(Tokens.NewUser())}", receiveBuffer: 4_096)).Socket!;
        await slow.SendTextAsync($$"""{"type":"join_room","room_id":"{{Room}}","data":{} }""");
        var senders = new List<GameClient>();
        for (var i = 0; i < 10; i++)
        {
            senders.Add(await GameClient.ConnectAsync(Port));
            await senders[i].JoinAsync(Room);
        }

        // More than the kernel and the server's queue hold for one connection, at a pace that the rate limit allows.
        var text = new string('x', 15_000);
        await Task.WhenAll(senders.Select(async (sender, s) =>
        {
            for (var i = 0; i < 90; i++)
                await sender.SayAsync(Room, new { text, i }, id: $"s{i}");
        }));

        WireFrame? last = null;
        while (await slow.ReadFrameAsync(TestContext.Current.CancellationToken) is { } frame)
            last = frame;
        Assert.Equal(WireFrame.Close, last?.Opcode);
        Assert.Equal(4008, last!.CloseCode);
        Assert.All(senders, s => Assert.False(s.IsClosed));
        Assert.Empty(senders.SelectMany(s => s.Faults));
        await bystanders.AssertUntouchedAsync();
        _platform.AssertNoFaults();
        await slow.DisposeAsync();
        foreach (var sender in senders)
            await sender.DisposeAsync();
    }

    [Fact]
    public async Task ConnectionsPerUser_OneTooMany_ReplacesTheOldest()
    {
        var user = Tokens.NewUser();
        var clients = new List<GameClient>();
        for (var i = 0; i < 6; i++)
            clients.Add(await GameClient.ConnectAsync(Port, user));

        Assert.Equal(4001, await clients[0].WaitForCloseAsync());
        foreach (var client in clients.Skip(1))
        {
            Assert.Equal("pong", (await client.RequestAsync("ping")).Type);
            await client.DisposeAsync();
        }
        await clients[0].DisposeAsync();
    }
}
