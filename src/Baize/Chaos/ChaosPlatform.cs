using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Baize.Hosting.Options;
using Baize.Output;
using Baize.Store;
using Baize.Up;

namespace Baize.Chaos;

/// <summary>A platform to be broken: a Redis of its own where there is one on the path, else the embedded store; the API; game servers. What dies is started again.</summary>
internal sealed class ChaosPlatform : IAsyncDisposable
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RedisPause = TimeSpan.FromSeconds(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("baize-chaos-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly TimeProvider _time;
    private readonly LogPrinter _log;
    private readonly StreamWriter _file;
    private readonly List<Child> _children = [];
    private readonly List<RedisRelay> _relays = []; // one for each game server
    private EmbeddedStore? _store;
    private ChildProcess? _redis;
    private ChildSpec? _redisSpec;
    private Task _keeping = Task.CompletedTask;

    private ChaosPlatform(int instances, TimeProvider time)
    {
        _time = time;
        LogFile = Path.Combine(_folder, "platform.log");
        _file = new StreamWriter(LogFile);
        _log = new LogPrinter(new LinePrefix(["redis", "api", .. Enumerable.Range(1, instances).Select(i => $"game-{i}")], colour: false), _file);
    }

    public Uri Api { get; private set; } = new("http://127.0.0.1");

    /// <summary>What all processes printed.</summary>
    public string LogFile { get; }

    /// <summary>Whether a fault can be made here: Redis must be a process to be broken.</summary>
    public bool CanMake(Fault fault) => _redisSpec is not null || fault is not (Fault.RedisKill or Fault.RedisStop);

    /// <summary>Starts all and waits until it is ready.</summary>
    public static async Task<ChaosPlatform> StartAsync(int instances, TimeProvider time, CancellationToken cancellationToken)
    {
        var platform = new ChaosPlatform(instances, time);
        try
        {
            await platform.StartAllAsync(instances, cancellationToken);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a fault and, where it is one that passes, waits until it has.</summary>
    public async Task BreakAsync(FaultPlan plan, CancellationToken cancellationToken)
    {
        var target = _children[1 + plan.Target]; // the first is the API
        switch (plan.Fault)
        {
            case Fault.Kill:
                Send(target.Pid, Sigkill);
                break;
            case Fault.Drain:
                Send(target.Pid, Sigterm);
                break;
            case Fault.Stop:
                await StopForAsync(target.Pid, plan.Length, cancellationToken);
                break;
            case Fault.Partition:
                await CutOffAsync(_relays[plan.Target], plan.Length, cancellationToken);
                break;
            case Fault.RedisStop:
                await StopForAsync(_redis!.Pid, plan.Length, cancellationToken);
                break;
            case Fault.RedisKill:
                _redis!.Kill();
                await _redis.Exited.WaitAsync(cancellationToken);
                await Task.Delay(RedisPause, _time, cancellationToken);
                StartRedis();
                break;
        }
    }

    /// <summary>Waits until every process is ready again.</summary>
    public async Task WaitReadyAsync(CancellationToken cancellationToken)
    {
        foreach (var child in _children)
        {
            while (!await IsReadyAsync(child.Port, cancellationToken))
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _keeping;
        }
        catch (OperationCanceledException)
        {
            // as asked
        }
        await Task.WhenAll(_children.Select(child => child.StopAsync(StopGrace, CancellationToken.None)));
        _children.ForEach(child => child.Dispose());
        if (_redis is not null)
        {
            _redis.Kill();
            await _redis.Exited;
            _redis.Dispose();
        }
        await Task.WhenAll(_relays.Select(relay => relay.DisposeAsync().AsTask()));
        _store?.Dispose();
        await _log.DisposeAsync();
        await _file.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task StartAllAsync(int instances, CancellationToken cancellationToken)
    {
        var plan = PortPlan.Create(FreeBase(instances), instances);
        var store = OpenStore();
        var auth = new AuthOptions { JwtSecret = Secret(), InternalKey = Secret() };
        var environment = new ChildEnvironment(plan, $"127.0.0.1:{store}", "127.0.0.1", "localhost", auth, drain: 5);
        var readiness = new Readiness(_http, _time);
        var (api, gameServer) = (Binaries.Find("api"), Binaries.Find("game-server"));
        _children.Add(new Child(new ChildSpec("api", api, [], plan.Api, environment.Api), readiness, _log, _time));
        for (var i = 0; i < instances; i++)
        {
            _relays.Add(new RedisRelay(store, _time));
            var variables = new Dictionary<string, string?>(environment.GameServer(i + 1, plan.GameServers[i]), StringComparer.Ordinal) { ["REDIS_CONNECTION"] = _relays[i].Endpoint };
            var spec = new ChildSpec($"game-{i + 1}", gameServer, [], plan.GameServers[i], variables);
            _children.Add(new Child(spec, readiness, _log, _time));
        }
        _children.ForEach(child => child.Start());
        foreach (var child in _children)
            await child.WaitFirstReadyAsync(cancellationToken);
        Api = new Uri($"http://127.0.0.1:{plan.Api}");
        _keeping = Task.WhenAll(_children.Select(child => child.KeepRunningAsync(_stop.Token)));
    }

    // Its port on loopback.
    private int OpenStore()
    {
        if (FindRedis() is not { } redis)
        {
            _store = EmbeddedStore.Start();
            return _store.Port;
        }
        var port = FreePort();
        string[] arguments =
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always",
        ];
        _redisSpec = new ChildSpec("redis", redis, arguments, port, new Dictionary<string, string?>(StringComparer.Ordinal));
        StartRedis();
        return port;
    }

    private void StartRedis()
    {
        _redis?.Dispose();
        _redis = ChildProcess.Start(_redisSpec!, line => _log.Line("redis", line), _time);
    }

    private async Task CutOffAsync(RedisRelay relay, TimeSpan length, CancellationToken cancellationToken)
    {
        relay.Cut();
        try
        {
            await Task.Delay(length, _time, cancellationToken);
        }
        finally
        {
            relay.Mend();
        }
    }

    private async Task StopForAsync(int pid, TimeSpan length, CancellationToken cancellationToken)
    {
        Send(pid, Sigstop);
        try
        {
            await Task.Delay(length, _time, cancellationToken);
        }
        finally
        {
            Send(pid, Sigcont);
        }
    }

    private async Task<bool> IsReadyAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string? FindRedis() => OperatingSystem.IsWindows() ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    private static string Secret() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, port: 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // Below the range that outgoing connections get their ports from.
    private static int FreeBase(int instances)
    {
        for (var portBase = 12_000; portBase < 30_000; portBase += 50)
        {
            if (PortPlan.Create(portBase, instances).Needed().All(n => PortCheck.IsFree(n.Port)))
                return portBase;
        }
        throw new CommandException("No free ports were found from 12000 to 30000.");
    }

    private static void Send(int pid, int signal)
    {
        if (pid != 0)
            _ = Kill(pid, signal); // fails only when it has just gone, which is a fault too
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
