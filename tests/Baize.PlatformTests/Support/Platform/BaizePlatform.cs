using System.Net.Http.Json;
using System.Text.Json;

namespace Baize.PlatformTests.Support;

/// <summary>A whole platform as a deployment would have it: Redis, game servers, the API, perhaps nginx; each a real process on a free port.</summary>
internal sealed class BaizePlatform : IAsyncDisposable
{
    /// <summary>What trusted services send.</summary>
    public const string InternalKey = "internal-key-of-the-tests";

    private readonly PlatformSettings _settings;
    private readonly List<GameServerProcess> _servers = [];
    private ServerProcess? _api;
    private int _machines;

    private readonly RedisProcess? _redis;

    private BaizePlatform(PlatformSettings settings, RedisProcess? redis) => (_settings, _redis) = (settings, redis);

    /// <summary>The platform's own Redis.</summary>
    public RedisProcess Redis => _redis ?? throw new InvalidOperationException("The test has a Redis of several servers.");

    /// <summary>What is in Redis, of one server or of several.</summary>
    public StackExchange.Redis.IDatabase Store => _settings.Redis?.Connection.GetDatabase() ?? Redis.Database;

    public NginxProcess? Nginx { get; private set; }

    /// <summary>The game servers, in the order they were started; dead ones too.</summary>
    public IReadOnlyList<GameServerProcess> Servers => _servers;

    public int ApiPort { get; private set; }

    public ServerProcess ApiProcess => _api ?? throw new InvalidOperationException("This platform has no API.");

    /// <summary>For any address.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(15) };

    /// <summary>The balancer's port where there is one, else the first game server's.</summary>
    public int EntryPort => Nginx?.Port ?? _servers[0].Port;

    private IEnumerable<ServerProcess> Processes =>
        ((ServerProcess?[])[.. _servers.Select(s => s.Process), _api, Nginx?.Process]).OfType<ServerProcess>();

    /// <summary>Starts one and waits until all of it answers.</summary>
    public static async Task<BaizePlatform> StartAsync(PlatformSettings? settings = null)
    {
        var platform = new BaizePlatform(settings ?? new PlatformSettings(), settings?.Redis is not null ? null : await RedisProcess.StartAsync(
            settings?.DurableRedis ?? false, settings?.Network));
        try
        {
            await platform.StartAllAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more game server; does not wait for it.</summary>
    public GameServerProcess StartServer(params (string Name, string? Value)[] environment)
    {
        var port = FreePorts.Next();
        var machine = Interlocked.Increment(ref _machines);
        var process = StartBaize("game-server", [("SERVER_GAME_PORT", $"{port}"), ("SERVER_MACHINE_ID", $"{machine}"), .. environment]);
        var server = new GameServerProcess(port, process, Http);
        _servers.Add(server);
        return server;
    }

    /// <summary>Starts the API and waits until it sees all game servers that were started before.</summary>
    public async Task StartApiAsync(params (string Name, string? Value)[] environment)
    {
        ApiPort = FreePorts.Next();
        _api = StartBaize("api", [("SERVER_PORT", $"{ApiPort}"), .. environment]);
        await _api.WaitForHttpStatusAsync(Http, new Uri($"http://127.0.0.1:{ApiPort}/health/live"));
        await Eventually.TrueAsync(async () => (await InstancesOfApiAsync()).Count == _servers.Count, "the API sees all instances", details: () => _api.Log.Tail());
    }

    /// <summary>Starts an admin page over this platform's API. The caller ends it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="environment">Its own variables.</param>
    public ServerProcess StartAdmin(int port, params (string Name, string? Value)[] environment) =>
        StartBaize("admin", [("SERVER_ADMIN_PORT", $"{port}"), ("ADMIN_API", $"http://127.0.0.1:{ApiPort}"), .. environment]);

    /// <summary>Starts a gateway before this platform. The caller waits for it and ends it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="environment">Its own variables.</param>
    public ServerProcess StartGateway(int port, params (string Name, string? Value)[] environment) =>
        StartBaize("gateway", [("SERVER_GATEWAY_PORT", $"{port}"), ("GATEWAY_API", $"http://127.0.0.1:{ApiPort}"), .. environment]);

    /// <summary>An address of the API, such as <c>rooms?limit=5</c>.</summary>
    public Uri Api(string path) => new($"http://127.0.0.1:{ApiPort}/api/v1/{path}");

    /// <summary>Posts as a trusted service.</summary>
    public Task<HttpResponseMessage> PostInternalAsync(Uri address, object body) => SendAsync(HttpMethod.Post, address, body, ("X-Internal-Key", InternalKey));

    /// <summary>Sends as a player.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long userId, object? body = null) =>
        SendAsync(method, address, body, ("Authorization", $"Bearer {Tokens.Valid(userId)}"));

    /// <summary>Sends with headers of the caller's choice.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The ids in <c>game-server:instances</c>.</summary>
    public async Task<IReadOnlySet<string>> ListedAsync() =>
        (await Store.SetMembersAsync("game-server:instances")).Select(id => id.ToString()).ToHashSet();

    /// <summary>Who owns a room, as Redis says; empty: nobody.</summary>
    public async Task<string> OwnerAsync(string roomId) => (await Store.StringGetAsync($"room:instance:{roomId}")).ToString();

    /// <summary>The instances as the API sees them.</summary>
    public async Task<IReadOnlyList<string>> InstancesOfApiAsync()
    {
        var reply = await Http.GetFromJsonAsync<JsonElement>(Api("instances"), TestContext.Current.CancellationToken);
        return [.. reply.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("instance_id").GetString()!)];
    }

    /// <summary>Every line of every log that complains, except of what the test did itself.</summary>
    public void AssertNoFaults(params string[] expected)
    {
        var faults = Processes.SelectMany(p => p.Log.Faults.Select(f => $"{p.Name}: {f}"))
            .Where(f => !expected.Any(e => f.Contains(e, StringComparison.OrdinalIgnoreCase))).ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} lines of complaint in the logs:\n{string.Join('\n', faults.Take(30))}");
    }

    public async ValueTask DisposeAsync()
    {
        KeepLogs();
        if (Nginx is not null)
            await Nginx.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
        if (_api is not null)
            await _api.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        Http.Dispose();
    }

    // For whoever looks into a failure: the last lines of each, by test.
    private void KeepLogs()
    {
        var test = TestContext.Current.TestMethod?.MethodName ?? "shared";
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "test-logs", test)).FullName;
        foreach (var process in Processes)
            File.WriteAllLines(Path.Combine(folder, $"{process.Name}-{process.Pid}.log"), process.Log.Lines);
    }

    private async Task StartAllAsync()
    {
        for (var i = 0; i < _settings.Instances; i++)
            StartServer();
        var api = _settings.WithoutApi ? Task.CompletedTask : StartApiAsync();
        await Task.WhenAll(_servers.Select(s => s.WaitUntilReadyAsync()));
        await api;
        if (_settings.Nginx is { } variant)
        {
            Nginx = new NginxProcess(variant, _servers.Select(s => s.Port), ApiPort);
            await Nginx.StartAsync();
        }
    }

    private ServerProcess StartBaize(string name, IEnumerable<(string Name, string? Value)> environment)
    {
        var variables = new Dictionary<string, string?>
        {
            ["SERVER_ADDRESS"] = "127.0.0.1",
            ["REDIS_CONNECTION"] = _settings.Redis?.ConnectionString ?? Redis.Endpoint,
            ["LOAD_BALANCER_HEARTBEAT_INTERVAL"] = $"{_settings.HeartbeatInterval}",
            ["LOAD_BALANCER_INSTANCE_TTL"] = $"{_settings.InstanceTtl}",
            ["AUTH_JWT_SECRET"] = Tokens.Secret,
            ["AUTH_INTERNAL_KEY"] = InternalKey,
            ["APP_ENV"] = null,
        };
        foreach (var (variable, value) in _settings.Environment.Select(p => (p.Key, p.Value)).Concat(environment))
            variables[variable] = value;
        var executable = name == "game-server" && _settings.GameServerBin is { } bin ? Path.Combine(bin, name) : Repository.Executable(name);
        return ServerProcess.Start(name, executable, [], variables, isFault: IsFault);
    }

    // A line is time, level, category; or what the runtime prints without a logger.
    private static bool IsFault(string line) =>
        line.Contains("Z fail: ", StringComparison.Ordinal) || line.Contains("Z crit: ", StringComparison.Ordinal)
        || line.Contains("Unhandled exception", StringComparison.Ordinal);
}
