using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Admin;
using Baize.PlatformTests.Metrics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

/// <summary>A platform whose instances find each other by another service than Redis: all that reads the registry works.</summary>
public abstract class DiscoveryPlatformContract(DiscoveryFixture fixture)
{
    /// <summary>What names the service for <c>baize status</c>.</summary>
    protected abstract string Kind { get; }

    [Fact]
    public async Task Kill_Owner_RoomsGoOnElsewhereAndEveryListFollows()
    {
        var service = fixture.Service;
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings
        {
            Environment = service.Environment.Append(("REDIS_KEY_PREFIX", $"{Kind}:")).ToDictionary(),
        });
        var (doomed, other, third) = (platform.Servers[0], platform.Servers[1], platform.Servers[2]);
        Assert.Equal(3, await StatusAsync());
        Assert.False(await platform.Store.KeyExistsAsync($"{Kind}:game-server:instances")); // rooms are there, instances are not
        var gatewayPort = FreePorts.Next();
        await using var gateway = platform.StartGateway(gatewayPort);
        await using var admin = await AdminPage.StartAsync(platform);
        await GatewaySeesAsync(3);
        await using var client = await GameClient.ConnectAsync(doomed.Port);
        await using var survivor = await GameClient.ConnectAsync(other.Port);
        await client.JoinAsync("moved");
        await client.SayAsync("moved", new { text = "before" });
        await survivor.JoinAsync("moved");
        Assert.Equal(doomed.InstanceId, (await platform.Store.StringGetAsync($"{Kind}:room:instance:moved")).ToString());
        await using (var routed = await GameClient.ConnectAsync(gatewayPort, query: "room=moved"))
            Assert.Equal(doomed.InstanceId, routed.InstanceId);
        Assert.Equal(1, (await Exposition.FetchAsync(platform.Http, other.Port))["baize_discovery_reachable"]);

        await doomed.Process.KillAsync();

        await using var again = await GameClient.ConnectAsync(third.Port, client.UserId);
        var seen = client.Room("moved");
        var joined = await again.JoinAsync("moved", new { log = seen.Log, seq = seen.Position });
        Assert.True(joined.Data.GetProperty("recovered").GetBoolean(), $"not recovered: {joined}");
        await again.SayAsync("moved", new { text = "after" });
        await survivor.WaitForAsync(e => e.Text("text") == "after", "the message of the one who came back");
        await Eventually.TrueAsync(async () => (await platform.InstancesOfApiAsync()).Count == 2, "the API sees two");
        await Eventually.TrueAsync(async () => await StatusAsync() == 2, "the command sees two");
        await GatewaySeesAsync(2);
        var owner = (await platform.Store.StringGetAsync($"{Kind}:room:instance:moved")).ToString();
        await using (var routed = await GameClient.ConnectAsync(gatewayPort, query: "room=moved"))
            Assert.Equal(owner, routed.InstanceId);
        await admin.SeesAsync(o => AdminPage.State(o, doomed.InstanceId) is null or "gone" && AdminPage.State(o, other.InstanceId) == "active", "who is gone");

        // Drained by name, as the command finds it in the service.
        await using var drain = ServerProcess.Start(
            "drain", Repository.Executable("baize"), ["drain", third.InstanceId, "--key", BaizePlatform.InternalKey, .. Where()]);
        Assert.Equal(0, await drain.WaitForExitAsync());
        Assert.Equal(0, await third.Process.WaitForExitAsync());
        await Eventually.TrueAsync(async () => (await platform.InstancesOfApiAsync()).Count == 1, "the API sees one");
        await survivor.SayAsync("moved", new { text = "still here" });
        platform.AssertNoFaults();

        Task GatewaySeesAsync(int instances) => Eventually.TrueAsync(
            async () =>
            {
                using var health = await platform.Http.GetAsync(new Uri($"http://127.0.0.1:{gatewayPort}/health"), TestContext.Current.CancellationToken);
                return (await health.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("ready_instances").GetInt32() == instances;
            },
            $"the gateway sees {instances}",
            details: () => gateway.Log.Tail());

        async Task<int> StatusAsync()
        {
            await using var status = ServerProcess.Start("status", Repository.Executable("baize"), ["status", "--json", .. Where()]);
            Assert.Equal(0, await status.WaitForExitAsync());
            return JsonDocument.Parse(string.Concat(status.Log.Lines)).RootElement.GetProperty("instances").GetArrayLength();
        }

        string[] Where() => [$"--{Kind}", service.Address.AbsoluteUri, "--key-prefix", $"{Kind}:"];
    }
}
