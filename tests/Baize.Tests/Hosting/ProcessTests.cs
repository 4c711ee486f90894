using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Baize.Tests.Hosting;

/// <summary>What only a process of its own shows: exit codes, signals, standard error, the environment.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Host_BadEnvironmentAndCommandLine_ExitsWith2AndALineEach()
    {
        using var child = Start(new() { ["SERVER_PORT"] = "abc", ["APP_ENV"] = "prod" }, "--server:mode", "fast");
        var (code, errors) = await EndAsync(child);
        Assert.Equal(2, code);
        Assert.Equal(
            ["server.port", "server.mode", "redis.connection", "auth.jwt_secret", "auth.internal_key"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[1]));
    }

    [Fact]
    public async Task Host_Sigterm_ExitsWith0()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var child = Start(new() { ["ASPNETCORE_URLS"] = "http://nowhere:1", ["ASPNETCORE_ENVIRONMENT"] = "Staging" });
        var log = await ReadToAsync(child, "Now listening on: http://127.0.0.1:");
        using (var kill = Process.Start("kill", ["-TERM", $"{child.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (code, errors) = await EndAsync(child);
        Assert.Equal(0, code);
        Assert.Empty(errors);
        Assert.Contains("REDIS_CONNECTION=host:port", log, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn: ", log); // a line each, UTC
    }

    [Fact]
    public async Task Host_Production_LogsJson()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var child = Start(new()
        {
            ["APP_ENV"] = "prod",
            ["AUTH_JWT_SECRET"] = new string('s', 32),
            ["AUTH_INTERNAL_KEY"] = "key",
            ["LOAD_BALANCER_ENABLED"] = "false",
        });
        var log = await ReadToAsync(child, "Now listening on: http://127.0.0.1:");
        child.Kill();
        await EndAsync(child);
        var lines = log.Split('\n').Where(l => l.Contains("EventId", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count); // single-instance mode, configuration, address
        Assert.All(lines, line =>
            Assert.EndsWith("Z", JsonDocument.Parse(line).RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_RedisRequiredAndAway_ExitsWith1AndALine()
    {
        using var child = Start(new() { ["REDIS_CONNECTION"] = $"127.0.0.1:{FreePort()},password=hunter2" });
        var (code, errors) = await EndAsync(child);
        Assert.Equal(1, code);
        Assert.Matches(@"\Achild: Redis at '127\.0\.0\.1:\d+' is not to be reached: .*REDIS_REQUIRED=false.*\n\z", errors);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    private Process Start(Dictionary<string, string> environment, params string[] args)
    {
        environment["BAIZE_STATE"] = _host.Root;
        environment.TryAdd("SERVER_PORT", $"{FreePort()}");
        return ChildProcess.Start("host", environment, args);
    }

    private static async Task<string> ReadToAsync(Process child, string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        deadline.Token.Register(child.Kill);
        var log = "";
        while (!log.Contains(text, StringComparison.Ordinal))
            log += await child.StandardOutput.ReadLineAsync(deadline.Token) is { } line ? line + '\n' : throw new EndOfStreamException(log);
        return log;
    }

    private static async Task<(int Code, string Errors)> EndAsync(Process child)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = child.StandardOutput.ReadToEndAsync(deadline.Token); // else it would wait for a reader
            var errors = await child.StandardError.ReadToEndAsync(deadline.Token);
            await output;
            await child.WaitForExitAsync(deadline.Token);
            return (child.ExitCode, errors);
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
