using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Nginx;

/// <summary>
/// Stubs of game servers, listed in a real Redis by the published contract alone, and a real nginx that is to follow that list. The
/// prefix of the keys is the one thing in which tests with one Redis differ.
/// </summary>
internal sealed class RegisteredStubs : IAsyncDisposable
{
    private readonly List<UpstreamStub> _stubs = [];
    private readonly List<RawWebSocket> _sockets = [];
    private readonly string _prefix;
    private NginxProcess? _nginx;

    private RegisteredStubs(RedisProcess redis, string prefix) => (Redis, _prefix) = (redis, prefix);

    public RedisProcess Redis { get; }

    public NginxProcess Nginx => _nginx ?? throw new InvalidOperationException("Not started.");

    public IReadOnlyList<UpstreamStub> Stubs => _stubs;

    public HttpClient Http { get; } = new();

    /// <summary>Starts Redis, some listed stubs, and nginx.</summary>
    /// <param name="variant">A file of <c>deploy/nginx</c>.</param>
    /// <param name="stubs">How many game servers are there from the beginning.</param>
    /// <param name="prefix">Of the keys in Redis.</param>
    /// <param name="isLua">Whether the variant asks Redis itself.</param>
    public static async Task<RegisteredStubs> StartAsync(string variant, int stubs, string prefix = "", bool isLua = false)
    {
        Tools.Find("nginx");
        var registered = new RegisteredStubs(await RedisProcess.StartAsync(), prefix);
        try
        {
            for (var i = 0; i < stubs; i++)
                await registered.AddAsync();
            registered._nginx = new NginxProcess(
                variant, registered._stubs.Select(s => s.Port), FreePorts.Next(), isLua ? (registered.Redis.Endpoint, prefix) : null);
            await registered._nginx.StartAsync();
            return registered;
        }
        catch
        {
            await registered.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more and lists it.</summary>
    public async Task<UpstreamStub> AddAsync()
    {
        var stub = new UpstreamStub();
        await stub.StartAsync();
        _stubs.Add(stub);
        await ListAsync(stub);
        return stub;
    }

    public static string IdOf(UpstreamStub stub) => $"gs-{stub.Port}";

    /// <summary>Writes an instance's record, as a game server's heartbeat does.</summary>
    public async Task ListAsync(UpstreamStub stub, string state = "active", string address = "127.0.0.1")
    {
        var record = $$"""{"instance_id":"{{IdOf(stub)}}","address":"{{address}}","port":{{stub.Port}},"registered_at":1,"state":"{{state}}","connections":0}""";
        await Redis.Database.StringSetAsync($"{_prefix}game-server:instances:{IdOf(stub)}", record);
        await Redis.Database.SetAddAsync($"{_prefix}game-server:instances", IdOf(stub));
    }

    /// <summary>Takes an instance off the list.</summary>
    public async Task UnlistAsync(UpstreamStub stub)
    {
        await Redis.Database.KeyDeleteAsync($"{_prefix}game-server:instances:{IdOf(stub)}");
        await Redis.Database.SetRemoveAsync($"{_prefix}game-server:instances", IdOf(stub));
    }

    /// <summary>Says whose a room is.</summary>
    public Task OwnAsync(string room, UpstreamStub stub) => Redis.Database.StringSetAsync($"{_prefix}room:instance:{room}", IdOf(stub));

    /// <summary>Opens a WebSocket through nginx and leaves it open.</summary>
    public async Task<RawWebSocket> OpenAsync(string query = "")
    {
        var answer = await RawWebSocket.ConnectAsync(Nginx.Port, $"/ws?token=t{query}");
        Assert.True(answer.Socket is not null, $"/ws answered {answer.Head}");
        _sockets.Add(answer.Socket);
        return answer.Socket;
    }

    /// <summary>Which stub a plain request ends at; 0: nginx' own answer, an error.</summary>
    public async Task<int> LandsOnAsync(string query = "")
    {
        using var answer = await Http.GetAsync(new Uri(Nginx.Address, $"/ws?token=t{query}"), TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? int.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Where requests without a room end at, over a number of them.</summary>
    public async Task<IReadOnlySet<int>> LandOnAsync(int requests = 12)
    {
        var ports = new HashSet<int>();
        for (var i = 0; i < requests; i++)
            ports.Add(await LandsOnAsync());
        return ports;
    }

    /// <summary>Fails where one of the sockets has been dropped.</summary>
    public static async Task AssertOpenAsync(IEnumerable<RawWebSocket> sockets)
    {
        var n = 0;
        foreach (var socket in sockets)
        {
            await socket.SendTextAsync($"still there {++n}");
            Assert.Equal($"still there {n}", (await socket.ReadFrameAsync(TestContext.Current.CancellationToken))?.Body);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
            await socket.DisposeAsync();
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        foreach (var stub in _stubs)
            await stub.DisposeAsync();
        await Redis.DisposeAsync();
        Http.Dispose();
    }
}
