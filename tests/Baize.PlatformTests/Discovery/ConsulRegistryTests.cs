using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

public sealed class ConsulRegistryTests(ConsulFixture consul) : DiscoveryRegistryContract(consul), IClassFixture<ConsulFixture>
{
    [Fact]
    public async Task RenewAsync_Consul_KnowsAHealthyServiceUntilItLeaves()
    {
        await Registry.RenewAsync(Instance("shown", port: 8081), Lasting, Cancellation);
        await Eventually.TrueAsync(async () => (await HealthyAsync()).Count == 1, "others find it as a service");
        Assert.Equal(8081, (await HealthyAsync())[0].GetProperty("Service").GetProperty("Port").GetInt32());

        await Registry.UnregisterAsync("shown", Cancellation);

        await Eventually.TrueAsync(async () => (await HealthyAsync()).Count == 0, "it is gone");
    }

    private async Task<List<JsonElement>> HealthyAsync()
    {
        using var http = new HttpClient();
        var services = await http.GetFromJsonAsync<List<JsonElement>>(new Uri(Service.Address, "v1/health/service/baize-game-server?passing"), Cancellation);
        return [.. services!.Where(s => s.GetProperty("Service").GetProperty("Meta").GetProperty("instance_id").GetString() == "shown")];
    }
}
