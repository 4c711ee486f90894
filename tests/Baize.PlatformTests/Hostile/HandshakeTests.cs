using System.Net;
using System.Net.Sockets;
using System.Text;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Hostile;

/// <summary>Who may connect: protocol 2, tokens and origins.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class HandshakeTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    private int Port => _platform.Servers[0].Port;

    public static TheoryData<string, string?> BadTokens() => new()
    {
        { "none", null },
        { "empty", "" },
        { "not a token", "abc" },
        { "three parts of nothing", ".." },
        { "expired", Tokens.Expired(Tokens.NewUser()) },
        { "wrong key", Tokens.WrongKey(Tokens.NewUser()) },
        { "alg none", Tokens.Unsigned(Tokens.NewUser()) },
        { "tampered", Tokens.Tampered(Tokens.NewUser(), 1) },
        { "subject is a name", Tokens.Subject("ada") },
        { "subject 0", Tokens.Subject("0") },
        { "subject negative", Tokens.Subject("-1") },
        { "subject 2^53", Tokens.Subject("9007199254740992") },
        { "100 kB", new string('a', 6_000) },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Upgrade_BadToken_IsRefusedWith401(string what, string? token)
    {
        var byQuery = await RawWebSocket.ConnectAsync(Port, token is null ? "/ws" : $"/ws?token={token}");
        Assert.True(byQuery.Status == 401, $"{what}, in the query: {byQuery.Head}");
        if (token is null)
            return;

        var byHeader = await RawWebSocket.ConnectAsync(Port, "/ws", new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" });
        Assert.True(byHeader.Status == 401, $"{what}, in the header: {byHeader.Head}");
    }

    [Fact]
    public async Task Upgrade_GoodTokenInHeader_IsAccepted()
    {
        var user = Tokens.NewUser();

        var answer = await RawWebSocket.ConnectAsync(Port, "/ws", new Dictionary<string, string> { ["Authorization"] = $"Bearer {Tokens.Valid(user)}" });

        Assert.Equal(101, answer.Status);
        var connected = ServerEvent.Parse((await answer.Socket!.ReadFrameAsync(TestContext.Current.CancellationToken))!.Payload);
        Assert.Equal("connected", connected.Type);
        Assert.Equal(user, connected.Number("user_id"));
        Assert.Equal(_platform.Servers[0].InstanceId, connected.Text("instance_id"));
        Assert.NotEmpty(connected.Text("session_id"));
        await answer.Socket.DisposeAsync();
    }

    [Theory]
    [InlineData(null, 101)]
    [InlineData("http://127.0.0.1:{port}", 101)]
    [InlineData("https://evil.example", 403)]
    [InlineData("http://127.0.0.1.evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("nonsense", 403)]
    public async Task Upgrade_Origin_MustBeTheSameHost(string? origin, int status)
    {
        var headers = new Dictionary<string, string>();
        if (origin is not null)
            headers["Origin"] = origin.Replace("{port}", $"{Port}", StringComparison.Ordinal);

        var answer = await RawWebSocket.ConnectAsync(Port, $"/ws?token={Tokens.Valid(Tokens.NewUser())}", headers);

        Assert.Equal(status, answer.Status);
        if (answer.Socket is not null)
            await answer.Socket.DisposeAsync();
    }

    [Fact]
    public async Task Upgrade_OriginThroughNginx_MustBeTheBalancersHost()
    {
        var port = _platform.Nginx!.Port;
        var path = $"/ws?token={Tokens.Valid(Tokens.NewUser())}";

        var own = await RawWebSocket.ConnectAsync(port, path, new Dictionary<string, string> { ["Origin"] = $"http://127.0.0.1:{port}" });
        var foreign = await RawWebSocket.ConnectAsync(port, path, new Dictionary<string, string> { ["Origin"] = "https://evil.example" });

        Assert.Equal(101, own.Status);
        Assert.Equal(403, foreign.Status);
        await own.Socket!.DisposeAsync();
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version", "8")]
    [InlineData("Sec-WebSocket-Key", "short")]
    [InlineData("Upgrade", "h2c")]
    public async Task Upgrade_BrokenHandshake_IsRefusedAsAClientError(string header, string value)
    {
        var answer = await RawWebSocket.ConnectAsync(
            Port, $"/ws?token={Tokens.Valid(Tokens.NewUser())}", new Dictionary<string, string> { [header] = value });

        Assert.InRange(answer.Status, 400, 499);
    }

    [Fact]
    public async Task HalfOpen_ConnectionsThatNeverSpeakOrStopMidway_TouchNobody()
    {
        await using var bystanders = await Bystanders.StartAsync(Port, _platform.Servers[1].Port);
        var open = new List<TcpClient>();
        string[] beginnings = ["", "GET", "GET /ws?token=x HTTP/1.1\r\nHost: h\r\n", "POST /internal/room/notify HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"];
        for (var i = 0; i < 200; i++)
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginnings[i % beginnings.Length]), TestContext.Current.CancellationToken);
            open.Add(tcp);
        }

        await bystanders.AssertUntouchedAsync();

        open.ForEach(t => t.Dispose());
        _platform.AssertNoFaults();
    }

    [Fact]
    public async Task HalfOpen_FramesThatStopMidway_TouchNobody()
    {
        await using var bystanders = await Bystanders.StartAsync(Port, _platform.Servers[1].Port);
        var open = new List<RawWebSocket>();
        byte[][] beginnings = [[0x81], [0x81, 0xfe], [0x81, 0xfe, 0x10, 0x00, 1, 2, 3, 4, 5], [0x81, 0xff, 0, 0, 0, 0, 0, 0, 0x20, 0]];
        for (var i = 0; i < 40; i++)
        {
            var socket = (await RawWebSocket.ConnectAsync(Port, $"/ws?token={Tokens.Valid(Tokens.NewUser())}")).Socket!;
            await socket.SendBytesAsync(beginnings[i % beginnings.Length]);
            open.Add(socket);
        }

        await bystanders.AssertUntouchedAsync();

        for (var i = 0; i < open.Count; i++)
        {
            if (i % 2 == 0)
                open[i].Abort();
            await open[i].DisposeAsync();
        }
        _platform.AssertNoFaults();
    }
}
