using Baize.Cluster.Instances;
using Baize.PlatformTests.Cluster;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Discovery;

/// <summary>What the registries in etcd and Consul do beyond what every registry does: they follow changes.</summary>
public abstract class DiscoveryRegistryContract(DiscoveryFixture fixture) : InstanceRegistryContract
{
    protected override TimeSpan Brief => TimeSpan.FromSeconds(1);

    /// <summary>Keys that no other test has.</summary>
    protected string Prefix { get; } = $"t{Guid.NewGuid():N}:";

    internal DiscoveryService Service => fixture.Service;

    internal override async Task<IInstanceRegistry> OpenAsync() => await Service.ConnectAsync(Prefix);

    [Fact]
    public async Task ListAsync_OfAnotherProcess_FollowsEachChange()
    {
        await using var other = await Service.ConnectAsync(Prefix);
        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);
        await Eventually.TrueAsync(async () => (await other.ListAsync(Cancellation)).Count == 1, "the other sees a");

        await Registry.RenewAsync(Instance("a") with { Connections = 5 }, Lasting, Cancellation);
        await Eventually.TrueAsync(async () => (await other.GetAsync("a", Cancellation))?.Connections == 5, "the other sees the new record");

        await Registry.UnregisterAsync("a", Cancellation);
        await Eventually.TrueAsync(async () => (await other.ListAsync(Cancellation)).Count == 0, "the other sees a go");
        Assert.Empty(await other.SweepAsync(Cancellation)); // it left: nobody's death
    }

    [Fact]
    public async Task RenewAsync_AnIdThatADeadProcessHeld_TakesItOver()
    {
        await using var dead = await Service.ConnectAsync(Prefix);
        await dead.RenewAsync(Instance("a"), Brief, Cancellation);

        await Registry.RenewAsync(Instance("a", port: 2), Lasting, Cancellation);

        await Task.Delay(Brief * 2.5, Cancellation); // past the dead one's time: what it held must not take the new record with it
        Assert.Equal(2, (await Registry.GetAsync("a", Cancellation))?.Port);
        Assert.Equal(2, Assert.Single(await Registry.ListAsync(Cancellation)).Port);
    }

    [Fact]
    public async Task ListAsync_OtherPrefix_IsAnotherPlatform()
    {
        await using var other = await Service.ConnectAsync(Prefix + "2:");
        await Registry.RenewAsync(Instance("a"), Lasting, Cancellation);

        Assert.True(await other.TryReserveAsync(Instance("a"), Lasting, Cancellation));
        Assert.Empty(await other.ListAsync(Cancellation));
    }
}
