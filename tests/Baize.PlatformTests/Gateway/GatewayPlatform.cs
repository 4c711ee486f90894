using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Gateway;

/// <summary>One platform behind one gateway, for all tests of the gateway.</summary>
public sealed class GatewayPlatform : IAsyncLifetime
{
    private BaizePlatform? _platform;
    private ServerProcess? _gateway;

    internal BaizePlatform Platform
    {
        get
        {
            Tools.Find("redis-server");
            return _platform ?? throw new InvalidOperationException("The platform has not started; its own failure tells why.");
        }
    }

    internal ServerProcess Process => _gateway!;

    internal int Port { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!Tools.IsInstalled("redis-server"))
            return;
        _platform = await BaizePlatform.StartAsync();
        Port = FreePorts.Next();
        _gateway = _platform.StartGateway(Port);
        await _gateway.WaitForHttpStatusAsync(_platform.Http, Address("health/ready"));
        await SeesAsync(3);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_platform is not null)
            await _platform.DisposeAsync();
    }

    internal Uri Address(string path) => new($"http://127.0.0.1:{Port}/{path}");

    internal Task<JsonElement> HealthAsync() => Platform.Http.GetFromJsonAsync<JsonElement>(Address("health"), TestContext.Current.CancellationToken);

    /// <summary>Waits until it sees so many instances that take players.</summary>
    internal Task SeesAsync(int instances) =>
        Eventually.TrueAsync(async () => (await HealthAsync()).GetProperty("ready_instances").GetInt32() == instances, $"the gateway sees {instances} ready instances", details: () => Process.Log.Tail());

    /// <summary>Starts one more game server and waits until the gateway sees it.</summary>
    internal async Task<GameServerProcess> AddServerAsync(params (string Name, string? Value)[] environment)
    {
        var before = (await HealthAsync()).GetProperty("ready_instances").GetInt32();
        var server = Platform.StartServer(environment);
        await server.WaitUntilReadyAsync();
        await SeesAsync(before + 1);
        return server;
    }
}
