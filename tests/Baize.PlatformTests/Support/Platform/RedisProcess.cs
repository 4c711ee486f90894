using System.Globalization;
using StackExchange.Redis;

namespace Baize.PlatformTests.Support;

/// <summary>A private redis-server that a test may kill and start again on the same port.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-redis-").FullName;
    private readonly bool _durable;
    private readonly RedisNetwork? _network;
    private readonly string[] _options;
    private ServerProcess? _server;
    private ConnectionMultiplexer? _connection;

    private RedisProcess(int port, bool durable, RedisNetwork? network, string[] options) => (Port, _durable, _network, _options) = (port, durable, network, options);

    /// <summary>Whether there is a redis-server.</summary>
    public static bool IsInstalled { get; } = Tools.IsInstalled("redis-server");

    public int Port { get; }

    public string Endpoint => $"{_network?.Address ?? "127.0.0.1"}:{Port}";

    /// <summary>A connection of the test's own.</summary>
    public IConnectionMultiplexer Connection => _connection ?? throw new InvalidOperationException("Not started.");

    public IDatabase Database => Connection.GetDatabase();

    public ServerProcess Process => _server ?? throw new InvalidOperationException("Not started.");

    /// <summary>Starts one.</summary>
    /// <param name="durable">With an append-only file written before each answer, so that a restart loses nothing; else a restart comes back empty.</param>
    /// <param name="network">Where it runs; null: on loopback.</param>
    /// <param name="options">More options, as on its command line.</param>
    public static async Task<RedisProcess> StartAsync(bool durable = false, RedisNetwork? network = null, params string[] options)
    {
        var redis = new RedisProcess(FreePorts.Next(), durable, network, options);
        await redis.StartAgainAsync();
        redis._connection = await ConnectionMultiplexer.ConnectAsync(
            $"{redis.Endpoint},connectRetry=20,connectTimeout=2000,syncTimeout=10000,asyncTimeout=10000,abortConnect=false,allowAdmin=true");
        return redis;
    }

    /// <summary>Starts the server on the port it had.</summary>
    public async Task StartAgainAsync()
    {
        string[] args =
        [
            "--port", $"{Port}", "--save", "", "--dir", _folder, "--maxmemory-policy", "noeviction",
            .. _durable ? (string[])["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"],
            .. _network is null ? (string[])["--bind", "127.0.0.1"] : ["--bind", _network.Address, _network.AddressToCut, "--protected-mode", "no"],
            .. _options,
        ];
        var (file, all) = _network?.Within(Tools.Find("redis-server"), args) ?? (Tools.Find("redis-server"), args); // "ip netns exec" becomes the program: signals reach it
        _server = ServerProcess.Start("redis-server", file, all, workingFolder: _folder);
        await _server.WaitForLogAsync("Ready to accept connections");
    }

    /// <summary>Kills the server, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
    }

    /// <summary>How often each command was called since <c>CONFIG RESETSTAT</c>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CommandCountsAsync()
    {
        var sections = await Connection.GetServer(Endpoint).InfoAsync("commandstats");
        return sections.SelectMany(s => s).ToDictionary(
            line => line.Key["cmdstat_".Length..],
            line => long.Parse(line.Value.Split(',')[0]["calls=".Length..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
