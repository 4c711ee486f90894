using System.Diagnostics;
using System.Globalization;

namespace Baize.Bench.Compare;

/// <summary>The servers of one side, on a Redis of their own. Disposing it ends what it started, and nothing else.</summary>
internal sealed class ServerGroup : IAsyncDisposable
{
    /// <summary>Signs the tokens of these servers; nobody else's.</summary>
    public const string Secret = "a-secret-of-the-benchmarks-and-of-nothing-else";

    private const int Clients = 2; // instances that clients connect to

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly List<Process> _servers = [];
    private readonly Side _side;
    private readonly int _port;
    private Process? _redis;

    private ServerGroup(Side side, int port) => (_side, _port) = (side, port);

    public IReadOnlyList<string> Urls => [.. Enumerable.Range(1, Clients).Select(i => Text($"ws://127.0.0.1:{_port + i}/{(_side == Side.SignalR ? "hub" : "ws")}"))];

    public IReadOnlyList<int> Pids => [.. _servers.Select(s => s.Id)];

    public int RedisPid => _redis!.Id;

    /// <summary>Starts them and waits until all are ready.</summary>
    /// <param name="side">Whose.</param>
    /// <param name="port">Redis's; the servers' follow.</param>
    /// <param name="folder">For their logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ServerGroup> StartAsync(Side side, int port, string folder, CancellationToken cancellationToken)
    {
        var group = new ServerGroup(side, port);
        try
        {
            group._redis = Start("redis-server", ["--port", Text($"{port}"), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder], folder, Text($"redis-{port}"), []);
            for (var i = 1; i <= (side == Side.Baize16 ? 16 : Clients); i++)
                group._servers.Add(side == Side.SignalR ? SignalR(port, i, folder) : Baize(port, i, folder));
            using var http = new HttpClient();
            for (var i = 1; i <= group._servers.Count; i++)
                await group.WaitReadyAsync(http, i, cancellationToken);
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (Process?[])[.. _servers, _redis])
        {
            if (process is null)
                continue;
            if (!process.HasExited)
                process.Kill(); // nobody is connected any more: nothing to be drained
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    // As in production, but for the rate limit: SignalR has none.
    private static Process Baize(int port, int number, string folder) => Start(Repository.File("bin", "game-server"), [], folder, Text($"game-server-{port + number}"), new()
    {
        ["APP_ENV"] = "prod",
        ["AUTH_JWT_SECRET"] = Secret,
        ["AUTH_INTERNAL_KEY"] = Secret,
        ["REDIS_CONNECTION"] = Text($"127.0.0.1:{port}"),
        ["SERVER_ADDRESS"] = "127.0.0.1",
        ["SERVER_GAME_PORT"] = Text($"{port + number}"),
        ["SERVER_MACHINE_ID"] = Text($"{number}"),
        ["LIMITS_MESSAGES_PER_SECOND"] = "100000",
    });

    private static Process SignalR(int port, int number, string folder) => Start(
        Repository.Built("Baize.Bench.SignalR"), [Text($"{port + number}"), Text($"127.0.0.1:{port}")], folder, Text($"signalr-{port + number}"), []);

    private static Process Start(string file, string[] arguments, string folder, string name, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, $"{name}.log")) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitReadyAsync(HttpClient http, int number, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Deadline && !_servers[number - 1].HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Text($"http://127.0.0.1:{_port + number}/health/ready")), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }
            await Task.Delay(50, cancellationToken);
        }
        throw new InvalidOperationException($"{_side}'s server on port {_port + number} is not ready; see its log in artifacts/bench.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
