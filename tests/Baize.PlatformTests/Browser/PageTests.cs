using System.Collections.Concurrent;
using Baize.PlatformTests.Support;
using Microsoft.Playwright;

namespace Baize.PlatformTests.Browser;

/// <summary>The page at <c>GET /</c> of the API, in a real browser.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class PageTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    [Fact]
    public async Task Page_TwoTabsOnTwoInstances_ChatInOneRoom()
    {
        await using var chromium = await Chromium.StartAsync();
        var faults = new ConcurrentQueue<string>();
        var address = new Uri($"http://127.0.0.1:{_platform.ApiPort}/");
        var ada = await OpenAsync(chromium, address, 1280, 800, faults);
        var ben = await OpenAsync(chromium, address, 390, 844, faults);

        await EnterAsync(ada, "Ada", _platform.Servers[0].InstanceId);
        await EnterAsync(ben, "Ben", _platform.Servers[1].InstanceId);
        await SayAsync(ada, "Hello from the first instance");
        await SayAsync(ben, "Hello from the second");
        await SayAsync(ada, "<b>not bold</b>");

        foreach (var page in (IPage[])[ada, ben])
        {
            await Assertions.Expect(page.Locator("#lines")).ToContainTextAsync("Hello from the first instance");
            await Assertions.Expect(page.Locator("#lines")).ToContainTextAsync("Hello from the second");
            await Assertions.Expect(page.Locator("#lines")).ToContainTextAsync("<b>not bold</b>");
            await Assertions.Expect(page.Locator("#lines b")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator("#roster")).ToContainTextAsync("Ada");
            await Assertions.Expect(page.Locator("#roster")).ToContainTextAsync("Ben");
            await Assertions.Expect(page.Locator("#owner")).ToContainTextAsync(_platform.Servers[0].InstanceId); // Ada came first
            await Assertions.Expect(page.Locator("#trip")).ToContainTextAsync("ms");
        }
        await Assertions.Expect(ada.Locator("#mine")).ToHaveTextAsync(_platform.Servers[0].InstanceId);
        await Assertions.Expect(ben.Locator("#mine")).ToHaveTextAsync(_platform.Servers[1].InstanceId);
        await ShootAsync(ada, "chat-1280x800");
        await ShootAsync(ben, "chat-390x844");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Page_ThroughNginx_ConnectsToTheBalancer()
    {
        await using var chromium = await Chromium.StartAsync();
        var faults = new ConcurrentQueue<string>();
        var page = await OpenAsync(chromium, _platform.Nginx!.Address, 1280, 800, faults);
        await ShootAsync(page, "enter-1280x800");

        await EnterAsync(page, "Cleo", "here", "page-balanced");
        await SayAsync(page, "Through the balancer");

        await Assertions.Expect(page.Locator("#lines")).ToContainTextAsync("Through the balancer");
        await Assertions.Expect(page.Locator("#mine")).Not.ToHaveTextAsync("–");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task Page_AtEachSize_ShowsAllOfItselfWithoutScrollingSideways(int width, int height)
    {
        await using var chromium = await Chromium.StartAsync();
        var faults = new ConcurrentQueue<string>();
        var page = await OpenAsync(chromium, new Uri($"http://127.0.0.1:{_platform.ApiPort}/"), width, height, faults);
        await ShootAsync(page, $"enter-{width}x{height}");
        await EnterAsync(page, "Dora", _platform.Servers[2].InstanceId, $"page-{width}");
        await SayAsync(page, new string('w', 300)); // a word without a place to break

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
        await Assertions.Expect(page.Locator("#text")).ToBeInViewportAsync();
        Assert.Empty(faults);
    }

    private static async Task<IPage> OpenAsync(Chromium chromium, Uri address, int width, int height, ConcurrentQueue<string> faults)
    {
        var page = await chromium.OpenAsync(address, width, height);
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            // The page asks whether this address has a /ws; on the API's own port the answer is no.
            if (message.Type == "error" && !message.Location.Contains("/ws", StringComparison.Ordinal))
                faults.Enqueue($"{message.Text} {message.Location}");
        };
        return page;
    }

    private static async Task EnterAsync(IPage page, string name, string via, string room = "page-chat")
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#room", room);
        await page.Locator($"#via option[value='{via}']").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.SelectOptionAsync("#via", via);
        await page.ClickAsync("#go");
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("Connected");
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.FillAsync("#text", text);
        await page.PressAsync("#text", "Enter");
        await Assertions.Expect(page.Locator("#lines li.mine").Last).ToContainTextAsync("#"); // its position: acked
    }

    private static Task<byte[]> ShootAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File("artifacts", "screenshots", $"{name}.png") });
}
