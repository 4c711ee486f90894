using System.Net;
using Baize.PlatformTests.Support;
using static Microsoft.Playwright.Assertions;

namespace Baize.PlatformTests.Browser;

/// <summary>What the page promises: servers die, networks fail, and the game goes on.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class SurvivalTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncDisposable
{
    private readonly Chromium _chromium = chromium;

    public async ValueTask DisposeAsync() => await _chromium.CloseTabsAsync();

    [Fact]
    public async Task Gomoku_ServerKilledAndNetworkLost_PlayOn()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Nginx = "game-server-lb.conf" });
        await using var line = new Line(platform.Nginx!.Port);
        var ada = await Visitor.OpenAsync(_chromium, new Uri($"http://127.0.0.1:{platform.ApiPort}/"));
        var ben = await Visitor.OpenAsync(_chromium, line.Address, 390, 844, "zh-CN"); // all that Ben's browser does goes over the line
        await ada.EnterAsync("Ada");
        await ben.EnterAsync("小本");
        await ada.OpenTableAsync("gomoku", "Survival");
        await ben.JoinAsync("Survival");
        await ada.ReadyAsync();
        await ben.ReadyAsync();
        await ada.PlaceAsync(4, 7, 1);
        await ben.PlaceAsync(4, 8, 2, byTouch: true);

        // Ada goes to the room's owner, and has it killed by the button.
        var owner = (await ada.Table.GetAttributeAsync("data-owner"))!;
        await ada.Page.ClickAsync(".place-button");
        await ada.Page.SelectOptionAsync("#via", owner);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Table).ToHaveAttributeAsync("data-instance", owner);
        await ada.SeatedAsync();
        await ada.MovesAsync(2);
        await ada.Page.ClickAsync(".side .kill button:first-child");
        Assert.Equal(128 + Signal.Kill, await platform.Servers.Single(s => s.InstanceId == owner).Process.WaitForExitAsync());
        await Expect(ada.Page.Locator(".banner.back")).ToContainTextAsync("Nothing was lost");
        await ada.ShootAsync("killed");
        await Expect(ada.Table).Not.ToHaveAttributeAsync("data-instance", owner);
        await ada.PlaceAsync(5, 7, 3);
        await Expect(ada.Table).Not.ToHaveAttributeAsync("data-owner", owner);
        await ben.PlaceAsync(5, 8, 4, byTouch: true);

        // Ben loses the network for 5 s, in which Ada moves.
        line.Cut();
        await ben.Page.Context.SetOfflineAsync(true);
        await Expect(ben.Page.Locator(".banner.away")).ToContainTextAsync("你已断网");
        await ben.ShootAsync("offline-zh");
        await ada.PlaceAsync(6, 7, 5);
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken); // the case itself: so long it lasts
        await ben.MovesAsync(4);
        line.Restore();
        await ben.Page.Context.SetOfflineAsync(false);
        await ben.MovesAsync(5);
        await ben.PlaceAsync(6, 8, 6, byTouch: true);

        await ada.PlaceAsync(7, 7, 7);
        await ben.PlaceAsync(7, 8, 8, byTouch: true);
        await ada.PlaceAsync(8, 7, 9);
        await Expect(ada.Page.Locator("#outcome")).ToHaveTextAsync("You won");
        await Expect(ben.Page.Locator("#outcome")).ToHaveTextAsync("你输了");
        ada.AssertContent("WebSocket|ERR_|Failed to load"); // a browser says that a connection was lost
        ben.AssertContent("WebSocket|ERR_|Failed to load");
    }

    [Fact]
    public async Task Kill_InProductionOrOfTheLastInstance_IsRefused()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 1 });
        var kill = platform.Api($"dev/instances/{platform.Servers[0].InstanceId}/kill");

        using var nobody = await platform.Http.PostAsync(kill, null, TestContext.Current.CancellationToken);
        using var last = await platform.SendAsync(HttpMethod.Post, kill, userId: 7);
        await platform.ApiProcess.DisposeAsync();
        await platform.StartApiAsync(("APP_ENV", "prod"));
        using var production = await platform.SendAsync(HttpMethod.Post, platform.Api($"dev/instances/{platform.Servers[0].InstanceId}/kill"), userId: 7);

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, production.StatusCode);
        Assert.DoesNotContain("development", await platform.Http.GetStringAsync(new Uri($"http://127.0.0.1:{platform.ApiPort}/"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(platform.Servers[0].Process.HasExited);
    }
}
