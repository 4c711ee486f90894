using System.Net;
using System.Net.Sockets;
using Baize.Cluster;
using Baize.Hosting;
using Baize.Hosting.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Baize.Tests.Hosting.Cluster;

/// <summary>Without Redis. With one: the platform tests.</summary>
public sealed class ClusterHostingTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Connect_LoadBalancerDisabled_IsSingleThoughRedisIsNamed()
    {
        (_host["LOAD_BALANCER_ENABLED"], _host["REDIS_CONNECTION"]) = ("false", Nowhere());
        await AssertSingleAsync("load_balancer.enabled is false");
    }

    [Fact]
    public async Task Connect_NoConnectionInDevelopment_IsSingle() => await AssertSingleAsync("redis.connection is empty");

    [Fact]
    public async Task Connect_RedisAwayAndNotRequired_IsSingle()
    {
        (_host["REDIS_REQUIRED"], _host["REDIS_CONNECTION"]) = ("false", Nowhere());
        await AssertSingleAsync("Redis was not to be reached at start, and redis.required is false");
    }

    [Fact]
    public async Task Connect_RedisAwayAndRequired_SaysWhereAndWhatToDo()
    {
        var nowhere = Nowhere();
        _host["REDIS_CONNECTION"] = nowhere + ",password=hunter2";
        var ex = await Assert.ThrowsAsync<ClusterUnavailableException>(ConnectAsync);
        Assert.StartsWith($"Redis at '{nowhere}' is not to be reached", ex.Message, StringComparison.Ordinal);
        Assert.Contains("REDIS_CONNECTION", ex.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ConnectionTakenAwayInProduction_IsAFault()
    {
        var builder = Builder(_host.Production());
        builder.Configuration["redis:connection"] = "";
        var ex = await Assert.ThrowsAsync<ConfigurationException>(() => builder.ConnectClusterAsync("test", TestContext.Current.CancellationToken));
        Assert.StartsWith("redis.connection is ''; allowed: ", Assert.Single(ex.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BeforeItIsConnected_LinksSayWhatToAwait()
    {
        var connected = new TaskCompletionSource<ClusterLinks>();
        await using var start = new ClusterStart(_ => connected.Task, TestContext.Current.CancellationToken);
        Assert.StartsWith("The cluster is not connected yet. Await", Assert.Throws<InvalidOperationException>(() => start.Links).Message, StringComparison.Ordinal);

        var links = new ClusterLinks(new ClusterMode(IsSingle: true, "a test"), Redis: null);
        connected.SetResult(links);
        Assert.Same(links, await start.Connecting);
        Assert.Same(links, start.Links);
    }

    [Fact]
    public async Task Start_LoadBalancerDisabled_TheModeIsAServiceOnceConnected()
    {
        _host["LOAD_BALANCER_ENABLED"] = "false";
        var builder = Builder(_host);
        await using var start = builder.StartCluster("test", TestContext.Current.CancellationToken);
        await using var app = builder.Build();
        Assert.True((await start.Connecting).Mode.IsSingle);
        Assert.Same(start.Links.Mode, app.Services.GetRequiredService<ClusterMode>());
    }

    [Fact]
    public async Task Start_RedisAwayAndRequired_FailsAsConnectDoes()
    {
        _host["REDIS_CONNECTION"] = Nowhere();
        await using var start = Builder(_host).StartCluster("test", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => start.Connecting);
        Assert.Throws<InvalidOperationException>(() => start.Links);
    }

    [Fact]
    public async Task Start_DisposedWhileConnecting_GivesUp()
    {
        var start = new ClusterStart(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                throw new InvalidOperationException("It went on.");
            },
            TestContext.Current.CancellationToken);
        await start.DisposeAsync();
        Assert.True(start.Connecting.IsCanceled);
    }

    private static WebApplicationBuilder Builder(TestHost host) => BaizeHost.CreateBuilder("test", [], host.Around, new ProcessWatch());

    private Task<ClusterLinks> ConnectAsync() => Builder(_host).ConnectClusterAsync("test", TestContext.Current.CancellationToken);

    private async Task AssertSingleAsync(string reason)
    {
        var builder = Builder(_host);
        await using var links = await builder.ConnectClusterAsync("test", TestContext.Current.CancellationToken);
        Assert.Equal(new ClusterMode(IsSingle: true, reason), links.Mode);
        Assert.Equal("single", links.Mode.Name);
        Assert.Null(links.Redis);
        await using var app = builder.Build();
        Assert.Same(links, app.Services.GetRequiredService<ClusterLinks>());
        Assert.Same(links.Mode, app.Services.GetRequiredService<ClusterMode>());
    }

    private static string Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
