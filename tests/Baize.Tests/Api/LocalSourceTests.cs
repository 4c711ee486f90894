using Baize.Api.Routing;
using Baize.Hosting.Options;
using Baize.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Baize.Tests.Api;

public sealed class LocalSourceTests
{
    [Fact]
    public async Task List_TheGameServerAnswers_IsThatOneOnLoopback()
    {
        await using var instance = await FakeInstance.StartAsync("gs-1");
        instance.AnswersJson("""{"instance_id": "gs-1", "address": "192.0.2.7", "port": 1, "connections": 3, "rooms": 2, "state": "active", "version": "0.1.0"}""");

        var one = Assert.Single(await Source(instance.Port).ListAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("gs-1", "127.0.0.1", instance.Port, 3, 2), (one.InstanceId, one.Address, one.Port, one.Connections, one.Rooms));
        Assert.Equal("/stats", Assert.Single(instance.Requests).Path);
    }

    [Theory]
    [InlineData("""{"no": "id"}""")]
    [InlineData("<html>")]
    public async Task List_WhatAnswersIsNoGameServer_IsEmpty(string answer)
    {
        await using var instance = await FakeInstance.StartAsync("gs-1");
        instance.AnswersJson(answer);

        Assert.Empty(await Source(instance.Port).ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task List_NobodyAnswers_IsEmpty()
    {
        var instance = await FakeInstance.StartAsync("gs-1");
        var port = instance.Port;
        await instance.DisposeAsync();

        Assert.Empty(await Source(port).ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task List_TheGameServerIsStalled_IsEmptyWithinItsDeadline()
    {
        await using var instance = await FakeInstance.StartAsync("gs-1");
        instance.Stalls();

        Assert.Empty(await Source(instance.Port).ListAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private static LocalSource Source(int port)
    {
        var services = new ServiceCollection();
        services.AddHttpClient(LocalSource.Client, client => client.Timeout = LocalSource.Timeout);
        return new LocalSource(services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>(), Options.Create(new ServerOptions { GamePort = port }));
    }
}
