using Baize.PlatformTests.Support;
using static Microsoft.Playwright.Assertions;

namespace Baize.PlatformTests.Browser;

/// <summary>Strangers play on the page: at a desk and on a phone, in English and in Chinese, with people and with bots.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class GamesTests(SharedPlatform shared, Chromium chromium) : IClassFixture<Chromium>, IAsyncDisposable
{
    private readonly BaizePlatform _platform = shared.Platform;
    private readonly Chromium _chromium = chromium;

    public async ValueTask DisposeAsync() => await _chromium.CloseTabsAsync();

    [Fact]
    public async Task Gomoku_TwoStrangersOnTwoInstances_PlayToTheEnd()
    {
        var name = $"Gomoku {Guid.NewGuid():N}"[..15];
        var ada = await Visitor.OpenAsync(_chromium, At(_platform.Servers[0]));
        var ben = await Visitor.OpenAsync(_chromium, At(_platform.Servers[1]), 390, 844, "zh-CN");
        await ada.EnterAsync("Ada");
        await ben.EnterAsync("小本");
        await ada.OpenTableAsync("gomoku", name);
        await ben.JoinAsync(name);
        await ada.ReadyAsync();
        await ben.ReadyAsync();
        await Expect(ada.Table).ToHaveAttributeAsync("data-instance", _platform.Servers[0].InstanceId);
        await Expect(ben.Table).ToHaveAttributeAsync("data-instance", _platform.Servers[1].InstanceId);
        var eve = await Visitor.OpenAsync(_chromium, new Uri(ada.Page.Url + "&watch&name=Eve"));
        await eve.SeatedAsync();

        // Black in row 8, white below; black's second stone by keys: from the last stone up and to the right.
        await ada.PlaceAsync(4, 7, 1);
        await ben.PlaceAsync(4, 8, 2, byTouch: true);
        await Expect(ada.Page.Locator(".board.mine")).ToBeVisibleAsync();
        await ada.Page.FocusAsync(".board");
        foreach (var key in (string[])["ArrowUp", "ArrowUp", "ArrowRight", "Enter"]) // the first key shows the cursor
            await ada.Page.Keyboard.PressAsync(key);
        await ada.MovesAsync(3);
        await ben.PlaceAsync(5, 8, 4, byTouch: true);
        await ben.SayAsync("你好，下得不错");
        await Expect(ada.Page.Locator("#lines")).ToContainTextAsync("你好，下得不错");
        await ada.AssertAccessibleAsync("gomoku");
        await ada.ShootAsync("gomoku");
        await ben.ShootAsync("gomoku-zh");
        for (var x = 6; x < 8; x++)
        {
            await ada.PlaceAsync(x, 7, (2 * x) - 7);
            await ben.PlaceAsync(x, 8, (2 * x) - 6, byTouch: true);
        }
        await ada.PlaceAsync(8, 7, 9);

        await Expect(ada.Page.Locator("#outcome")).ToHaveTextAsync("You won");
        await Expect(ben.Page.Locator("#outcome")).ToHaveTextAsync("你输了");
        await Expect(ben.Page.Locator(".board .win")).ToHaveCountAsync(1);
        await Expect(eve.Page.Locator("#outcome")).ToHaveTextAsync("Ada won"); // who watches sees it all, and may not play
        await Expect(eve.Page.Locator(".board.mine")).ToHaveCountAsync(0);
        eve.AssertContent();
        await Expect(ben.Page.Locator(".outcome")).ToContainTextAsync("五子连珠");
        await ben.AssertAccessibleAsync("gomoku, over");
        await ada.ShootAsync("gomoku-over");
        await ben.ShootAsync("gomoku-over-zh", whole: true);
        ada.AssertContent();
        ben.AssertContent();
    }

    [Fact]
    public async Task RunFast_AStrangerAndTwoBots_PlayToTheEnd_InEachLanguage()
    {
        var ada = await Visitor.OpenAsync(_chromium, At(_platform.Servers[2]), isDark: true);
        var ben = await Visitor.OpenAsync(_chromium, At(_platform.Servers[0]), 390, 844, "zh-CN");
        await ada.EnterAsync("Ada");
        await ben.EnterAsync("小本");
        await ada.PlayBotsAsync("run-fast");
        await ben.PlayBotsAsync("run-fast");
        await Expect(ada.Page.Locator(".hand")).ToHaveAttributeAsync("data-count", "16");
        await Expect(ben.Page.Locator(".hand")).ToHaveAttributeAsync("data-count", "16");

        // A sweep over three cards chooses them, a second click lets one go.
        var cards = ada.Page.Locator(".hand .slot");
        await cards.Nth(0).HoverAsync(new() { Position = new() { X = 12, Y = 60 } });
        await ada.Page.Mouse.DownAsync();
        await cards.Nth(2).HoverAsync(new() { Position = new() { X = 12, Y = 60 } });
        await ada.Page.Mouse.UpAsync();
        await Expect(ada.Page.Locator(".slot[aria-pressed=true]")).ToHaveCountAsync(3);
        await ben.Page.Locator(".hand .slot").First.TapAsync(new() { Position = new() { X = 15, Y = 50 } });
        await Expect(ben.Page.Locator(".slot[aria-pressed=true]")).ToHaveCountAsync(1);
        await ben.ShootAsync("run-fast-zh", whole: true);
        await ada.AssertAccessibleAsync("run-fast, dark");
        await ada.ShootAsync("run-fast");
        await ada.Page.Keyboard.PressAsync("Escape");

        await Task.WhenAll(ada.PlayRunFastAsync(byKeys: true), ben.PlayRunFastAsync(byKeys: false));

        await Expect(ada.Page.Locator(".settlement")).ToContainTextAsync("Bot 2");
        await Expect(ben.Page.Locator(".settlement")).ToContainTextAsync("机器人 3");
        await ben.AssertAccessibleAsync("run-fast, over");
        await ada.ShootAsync("run-fast-over", whole: true);
        await ben.ShootAsync("run-fast-over-zh", whole: true);
        ada.AssertContent();
        ben.AssertContent();
    }

    private Uri At(GameServerProcess server) => new($"http://127.0.0.1:{_platform.ApiPort}/?instance={server.InstanceId}");
}
