using System.Collections.Concurrent;
using Baize.PlatformTests.Browser;
using Baize.PlatformTests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Baize.PlatformTests.Admin;

/// <summary>The page itself, in a real browser.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class AdminPageTests(SharedPlatform shared, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task Page_AtEachSize_LogsInAndShowsInstancesRoomsAndAudit(int width, int height)
    {
        var platform = shared.Platform;
        Assertions.SetDefaultExpectTimeout(30_000);
        await using var admin = await AdminPage.StartAsync(platform);
        var room = $"admin-{width}";
        await using var player = await GameClient.ConnectAsync(platform.Servers[1].Port);
        await player.JoinAsync(room);
        await player.SayAsync(room, new { text = "<b>seen</b>" });
        var faults = new ConcurrentQueue<string>();
        var page = await chromium.NewPageAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = width < 600 ? ColorScheme.Dark : ColorScheme.Light,
        });
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            // The wrong password's answer, and that of the room which goes with its last member.
            if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal) && !message.Text.Contains("404", StringComparison.Ordinal))
                faults.Enqueue(message.Text);
        };

        await page.GotoAsync(admin.Address.ToString());
        await page.FillAsync("#password", "wrong");
        await page.ClickAsync("main button[type=submit]");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        await page.FillAsync("#password", AdminPage.Password);
        await page.ClickAsync("main button[type=submit]");

        await Assertions.Expect(page.Locator("#instances tbody tr")).ToHaveCountAsync(platform.Servers.Count);
        await Assertions.Expect(page.Locator("#charts canvas")).ToHaveCountAsync(6);
        await ShootAsync(page, $"admin-overview-{width}x{height}");
        await page.ClickAsync("nav a[href='/rooms']");
        await page.FillAsync("#q", room);
        await page.ClickAsync($"#rooms a:text-is('{room}')");
        await Assertions.Expect(page.Locator("#members tbody tr")).ToContainTextAsync(platform.Servers[1].InstanceId);
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("<b>seen</b>");
        await ShootAsync(page, $"admin-room-{width}x{height}");
        await page.ClickAsync("#members button");
        await page.ClickAsync("#ask-yes");
        await Assertions.Expect(page.Locator("#members tbody tr")).ToHaveCountAsync(0);
        await page.ClickAsync("nav a[href='/audit']");
        await Assertions.Expect(page.Locator("#audit tbody tr").First).ToContainTextAsync($"kick {room} user {player.UserId}");
        await ShootAsync(page, $"admin-audit-{width}x{height}");
        await page.ClickAsync("#language");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("操作记录");
        Assert.Empty(faults);
        await chromium.CloseTabsAsync();
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File("artifacts", "screenshots", $"{name}.png"), FullPage = true });
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the window.");
        var axe = await page.RunAxe();
        Assert.Empty(axe.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{name}: {v.Id}, {v.Help}: {string.Join(" | ", v.Nodes.Take(5).Select(n => n.Html))}"));
    }
}
