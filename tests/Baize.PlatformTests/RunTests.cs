using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;
using Baize.Up;

namespace Baize.PlatformTests;

/// <summary>The two commands that a stranger begins with: <c>./run</c>, and <c>baize up</c> behind it.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed partial class RunTests : IDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90); // more than the command's own 60 s, which tells more
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly PortPlan _ports = NewPorts(instances: 2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Run_Sigterm_HadAllItsAddressesAnswer_ExitsWithZeroAndLeavesNothing()
    {
        await using var run = await StartAsync(Repository.File("run"), Path.GetTempPath()); // from a folder that is not the checkout
        var pids = Pids(run);

        Assert.Equal(5, pids.Count);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_ports.Api, "/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_ports.Gateway, "/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_ports.Gateway, "/api/v1/instances"));
        foreach (var port in (int[])[_ports.Api, _ports.Admin, _ports.Gateway, .. _ports.GameServers])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(port, "/health/ready"));
        Assert.Equal(2, (await InstancesAsync()).Count);
        if (Tools.IsInstalled("nginx"))
        {
            Assert.Contains(run.Log.Lines, l => l.Contains($"http://localhost:{_ports.Nginx}, in front of all", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(_ports.Nginx, "/"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(_ports.Nginx, "/health/ready"));
        }

        run.Send(Signal.Terminate);

        Assert.Equal(0, await run.WaitForExitAsync(StopDeadline));
        Assert.DoesNotContain(run.Log.Lines, l => l.Contains("is killed", StringComparison.Ordinal));
        AssertNothingLeft(pids.Values);
    }

    [Theory]
    [InlineData("etcd")]
    [InlineData("consul")]
    public async Task Up_DiscoveryByAnotherService_InstancesAreListedThereAndAllAnswers(string kind)
    {
        Tools.Find(kind);
        await using DiscoveryService service = kind == "etcd" ? new EtcdService() : new ConsulService();
        await service.StartAsync();
        await using var up = await StartAsync(Start(Repository.Executable("baize"), Repository.Root, service.Environment));
        await using var registry = await service.ConnectAsync("");

        var listed = (await registry.ListAsync(Cancelled)).Select(i => i.InstanceId).Order();

        await Eventually.TrueAsync(async () => (await InstancesAsync()).Count == 2, "the API sees both");
        Assert.Equal(listed, (await InstancesAsync()).Order());
        foreach (var port in (int[])[_ports.Api, _ports.Admin, _ports.Gateway, .. _ports.GameServers])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(port, "/health/ready"));
        await Eventually.TrueAsync(
            async () => (await _http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{_ports.Gateway}/health"), Cancelled)).GetProperty("ready_instances").GetInt32() == 2,
            "the gateway sees both");
        await using (var player = await GameClient.ConnectAsync(_ports.Gateway, query: "room=r"))
            Assert.Contains(player.InstanceId, listed);

        up.Send(Signal.Terminate);

        Assert.Equal(0, await up.WaitForExitAsync(StopDeadline));
        await using var after = await service.ConnectAsync(""); // the other may not have heard yet
        Assert.Empty(await after.ListAsync(Cancelled)); // each has taken itself off
    }

    [Fact]
    public async Task Up_InstanceIsKilled_SaysSoAndStartsItAgain()
    {
        await using var up = await StartAsync();
        var doomed = Pids(up)["game-2"];

        // As the button of the page does it, in development: the instance ends itself as if it had been killed, where the API knows of another.
        await Eventually.TrueAsync(async () => (await InstancesAsync()).Count == 2, "the API sees both");
        var id = (await InstancesAsync()).Single(i => i.StartsWith("2-", StringComparison.Ordinal));
        using var login = await _http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{_ports.Api}/api/v1/auth/guest"), new { name = "Ada" }, Cancelled);
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("token").GetString();
        using var kill = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_ports.Api}/api/v1/dev/instances/{id}/kill") { Headers = { { "Authorization", $"Bearer {token}" } } };
        using var killed = await _http.SendAsync(kill, Cancelled);
        Assert.Equal(HttpStatusCode.Accepted, killed.StatusCode);

        await up.WaitForLogAsync($"game-2 (pid {doomed}) was ended by signal 9");
        await up.WaitForLogAsync("game-2 is back", StartDeadline);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_ports.GameServers[1], "/health/ready"));
    }

    [Fact]
    public async Task Up_IsKilledItself_ItsProcessesLeaveToo()
    {
        await using var up = await StartAsync();
        var pids = Pids(up);

        await up.KillAsync();

        await Eventually.TrueAsync(() => pids.Values.All(HasEnded) && PortCheck.IsFree(_ports.Nginx), "all processes have ended, nginx too", StopDeadline);
        AssertNothingLeft(pids.Values);
    }

    [Fact]
    public async Task Up_PortIsTaken_NamesPortProcessAndWayOutAndStartsNothing()
    {
        using var holder = new TcpListener(IPAddress.Loopback, _ports.GameServers[1]);
        holder.Start();
        await using var up = Start(Repository.Executable("baize"), Repository.Root);

        Assert.Equal(1, await up.WaitForExitAsync());

        Assert.Equal(
            $"baize: taken port: {_ports.GameServers[1]} (needed by game-2). Stop what listens there, or move all ports with --port-base N: "
            + "the API listens on N, the admin page on N+2, game servers on N+1, N+3, N+4, ..., the gateway on N+10.",
            Assert.Single(up.Log.Lines));
    }

    [Fact]
    public async Task Up_RedisIsGivenAndAway_SaysSoAndStartsNothing()
    {
        await using var up = Start(Repository.Executable("baize"), Repository.Root, "--redis", "127.0.0.1:1");

        Assert.Equal(1, await up.WaitForExitAsync());

        Assert.StartsWith("baize: Redis at '127.0.0.1:1' is not to be reached", Assert.Single(up.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_AnInstance_ShowsItGoAndUpBringsAnother()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var up = await StartAsync(Repository.Executable("baize"), Repository.Root, "--redis", redis.Endpoint);
        var id = (await InstancesAsync()).Single(i => i.StartsWith("2-", StringComparison.Ordinal));

        var status = await CommandAsync("status", "--api", $"http://localhost:{_ports.Api}");
        Assert.Equal(0, status.Code);
        Assert.Contains(id, status.Output, StringComparison.Ordinal);

        var refused = await CommandAsync("drain", id, "--api", $"http://localhost:{_ports.Api}", "--key", "wrong");
        Assert.Equal(1, refused.Code);
        Assert.Contains("401", refused.Output, StringComparison.Ordinal);

        var drained = await CommandAsync("drain", id, "--redis", redis.Endpoint, "--key", BaizePlatform.InternalKey);
        Assert.Equal(0, drained.Code);
        Assert.Contains($"{id} is gone", drained.Output, StringComparison.Ordinal);
        await up.WaitForLogAsync("left on its own account");
        await up.WaitForLogAsync("game-2 is back", StartDeadline);
        Assert.DoesNotContain(id, await InstancesAsync());
    }

    /// <summary>Ports that no other test of this run gets.</summary>
    private static PortPlan NewPorts(int instances)
    {
        while (true)
        {
            var first = FreePorts.Next();
            var plan = PortPlan.Create(first, instances);
            if (Enumerable.Range(first + 1, plan.Gateway - first).All(port => FreePorts.Next() == port))
                return plan;
        }
    }

    private static Dictionary<string, int> Pids(ServerProcess up) => up.Log.Lines
        .Select(l => SummaryRow().Match(l))
        .Where(m => m.Success)
        .ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));

    private static bool HasEnded(int pid) => !Signal.Send(pid, 0);

    private static async Task<(int Code, string Output)> CommandAsync(params string[] args)
    {
        await using var command = ServerProcess.Start("baize", Repository.Executable("baize"), args);
        var code = await command.WaitForExitAsync();
        return (code, command.Log.Tail(1000));
    }

    [GeneratedRegex(@"^  (api|gateway|admin|game-\d+) .* pid (\d+)$")]
    private static partial Regex SummaryRow();

    private Task<ServerProcess> StartAsync() => StartAsync(Repository.Executable("baize"), Repository.Root);

    private Task<ServerProcess> StartAsync(string command, string folder, params string[] more) => StartAsync(Start(command, folder, more));

    private static async Task<ServerProcess> StartAsync(ServerProcess up)
    {
        try
        {
            // The last line of the summary; an early end tells why at once.
            await Eventually.TrueAsync(() => up.HasExited || up.Log.Contains("Ctrl-C stops it all"), "baize up is ready", StartDeadline, () => up.Log.Tail());
            Assert.False(up.HasExited, up.Log.Tail());
            return up;
        }
        catch
        {
            await up.DisposeAsync();
            throw;
        }
    }

    private ServerProcess Start(string command, string folder, params string[] more) => Start(command, folder, [], more);

    private ServerProcess Start(string command, string folder, (string Name, string? Value)[] environment, params string[] more)
    {
        var isScript = Path.GetFileName(command) == "run";
        string[] args = [.. isScript ? (string[])[] : ["up"], "--port-base", $"{_ports.Api}", "--instances", "2", .. more];
        var variables = new Dictionary<string, string?>
        {
            ["AUTH_INTERNAL_KEY"] = BaizePlatform.InternalKey,
            ["AUTH_JWT_SECRET"] = Tokens.Secret,
            ["APP_ENV"] = null,
            ["REDIS_CONNECTION"] = null,
        };
        foreach (var (name, value) in environment)
            variables[name] = value;
        return ServerProcess.Start("up", command, args, variables, folder);
    }

    private async Task<HttpStatusCode> StatusAsync(int port, string path)
    {
        using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"), Cancelled);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<string>> InstancesAsync()
    {
        var reply = await _http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{_ports.Api}/api/v1/instances"), Cancelled);
        return [.. reply.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("instance_id").GetString()!)];
    }

    private void AssertNothingLeft(IEnumerable<int> pids)
    {
        Assert.All(pids, pid => Assert.True(HasEnded(pid), $"Process {pid} is still there."));
        Assert.All((int[])[_ports.Api, _ports.Admin, .. _ports.GameServers, _ports.Nginx, _ports.Gateway, _ports.Store], port => Assert.True(PortCheck.IsFree(port), $"Port {port} is still taken."));
    }
}
