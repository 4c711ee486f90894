using System.Net.Http.Json;
using System.Text.Json;

namespace Baize.PlatformTests.Support;

/// <summary>A game server of a platform under test.</summary>
internal sealed record GameServerProcess(int Port, ServerProcess Process, HttpClient Http) : IAsyncDisposable
{
    /// <summary>As <c>/stats</c> names it.</summary>
    public string InstanceId { get; private set; } = "";

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary><c>GET /stats</c>.</summary>
    public Task<JsonElement> StatsAsync() => Http.GetFromJsonAsync<JsonElement>(new Uri(Address, "stats"), TestContext.Current.CancellationToken);

    /// <summary>Waits until it is ready to serve, and learns its id.</summary>
    public async Task WaitUntilReadyAsync()
    {
        await Process.WaitForHttpStatusAsync(Http, new Uri(Address, "health/ready"));
        InstanceId = (await StatsAsync()).GetProperty("instance_id").GetString()!;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
