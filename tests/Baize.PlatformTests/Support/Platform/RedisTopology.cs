using System.Diagnostics;
using StackExchange.Redis;

namespace Baize.PlatformTests.Support;

/// <summary>Several redis-servers as one: a cluster of three masters, or a master and a replica under three sentinels. Real processes, on free ports.</summary>
internal sealed class RedisTopology : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-topology-").FullName;
    private readonly List<ServerProcess> _processes = [];
    private ConnectionMultiplexer? _connection;

    private RedisTopology(string connectionString) => ConnectionString = connectionString;

    /// <summary><c>redis.connection</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>A connection of the test's own.</summary>
    public IConnectionMultiplexer Connection => _connection ?? throw new InvalidOperationException("Not started.");

    /// <summary>The first server: a master of the cluster, or the first master under the sentinels.</summary>
    public ServerProcess First => _processes[0];

    /// <summary>Three masters, each linked to each.</summary>
    /// <param name="withReplica">Whether the first master has one, which replaces it once it is silent for <paramref name="nodeTimeout"/>.</param>
    /// <param name="nodeTimeout">Milliseconds. A link that is silent for half of it is made anew, and a word published meanwhile does not reach the other nodes.</param>
    public static async Task<RedisTopology> StartClusterAsync(bool withReplica = false, int nodeTimeout = 2_000)
    {
        int[] ports = [FreePorts.Next(), FreePorts.Next(), FreePorts.Next()];
        var topology = new RedisTopology(string.Join(',', ports.Select(p => $"127.0.0.1:{p}")));
        try
        {
            foreach (var port in ports)
                await topology.StartClusterServerAsync(port, nodeTimeout);
            await RunAsync("redis-cli", ["--cluster", "create", .. ports.Select(p => $"127.0.0.1:{p}"), "--cluster-yes"]);
            foreach (var port in ports)
                await Eventually.TrueAsync(() => IsLinkedAsync(port, ports.Length), $"the node at {port} is linked to the others");
            if (withReplica)
                await topology.AddReplicaAsync(ports[0], FreePorts.Next(), nodeTimeout);
            await topology.ConnectAsync();
            return topology;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    /// <summary>A master, a replica, three sentinels; a master that is silent for two seconds is replaced.</summary>
    public static async Task<RedisTopology> StartSentinelsAsync()
    {
        int master = FreePorts.Next(), replica = FreePorts.Next();
        int[] sentinels = [FreePorts.Next(), FreePorts.Next(), FreePorts.Next()];
        var topology = new RedisTopology($"{string.Join(',', sentinels.Select(p => $"127.0.0.1:{p}"))},serviceName=baize");
        try
        {
            await topology.StartServerAsync(master);
            await topology.StartServerAsync(replica, "--replicaof", "127.0.0.1", $"{master}");
            foreach (var port in sentinels)
            {
                var file = Path.Combine(topology._folder, $"sentinel-{port}.conf");
                await File.WriteAllTextAsync(file, $"""
                    port {port}
                    bind 127.0.0.1
                    sentinel monitor baize 127.0.0.1 {master} 2
                    sentinel down-after-milliseconds baize 2000
                    sentinel failover-timeout baize 5000

                    """);
                topology._processes.Add(ServerProcess.Start($"sentinel-{port}", "redis-server", [file, "--sentinel"], workingFolder: topology._folder));
            }
            await Eventually.TrueAsync(
                async () => (await RunAsync("redis-cli", ["-p", $"{sentinels[^1]}", "sentinel", "master", "baize"])) is var state
                    && state.Contains("num-other-sentinels\n2", StringComparison.Ordinal) && state.Contains("num-slaves\n1", StringComparison.Ordinal),
                "the sentinels know each other and the replica");
            await topology.ConnectAsync();
            return topology;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        foreach (var process in _processes)
            await process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServerAsync(int port, params string[] options)
    {
        var server = ServerProcess.Start($"redis-{port}", "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder, .. options], workingFolder: _folder);
        _processes.Add(server);
        await server.WaitForLogAsync("Ready to accept connections");
    }

    private Task StartClusterServerAsync(int port, int nodeTimeout) => StartServerAsync(
        port, "--cluster-enabled", "yes", "--cluster-config-file", $"nodes-{port}.conf", "--cluster-port", $"{FreePorts.Next()}", "--cluster-node-timeout", $"{nodeTimeout}");

    // Its state may be "ok" before its links to the others stand: what is published on it then reaches nobody else.
    private static async Task<bool> IsLinkedAsync(int port, int nodes) =>
        (await RunAsync("redis-cli", ["-p", $"{port}", "cluster", "info"])).Contains("cluster_state:ok", StringComparison.Ordinal)
        && (await RunAsync("redis-cli", ["-p", $"{port}", "cluster", "nodes"])).Split('\n').Count(node => node.Contains(" connected", StringComparison.Ordinal)) == nodes;

    private async Task AddReplicaAsync(int master, int replica, int nodeTimeout)
    {
        await StartClusterServerAsync(replica, nodeTimeout);
        var id = (await RunAsync("redis-cli", ["-p", $"{master}", "cluster", "myid"])).Trim();
        await RunAsync("redis-cli", ["--cluster", "add-node", $"127.0.0.1:{replica}", $"127.0.0.1:{master}", "--cluster-slave", "--cluster-master-id", id]);
        await Eventually.TrueAsync(
            async () => (await RunAsync("redis-cli", ["-p", $"{replica}", "info", "replication"])).Contains("master_link_status:up", StringComparison.Ordinal)
                && (await RunAsync("redis-cli", ["-p", $"{replica}", "cluster", "info"])).Contains("cluster_state:ok", StringComparison.Ordinal)
                && (await RunAsync("redis-cli", ["-p", $"{master}", "cluster", "nodes"])).Contains(" slave ", StringComparison.Ordinal), "the first master has a replica");
    }

    private async Task ConnectAsync() => _connection = await ConnectionMultiplexer.ConnectAsync(
        $"{ConnectionString},connectRetry=20,connectTimeout=2000,syncTimeout=10000,asyncTimeout=10000,abortConnect=false,allowAdmin=true");

    private static async Task<string> RunAsync(string file, string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Deadline);
        return output;
    }
}
