using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baize.PlatformTests.Browser;

/// <summary>Someone with a browser on the page: what they see, what they do, and what their browser complains of.</summary>
internal sealed class Visitor
{
    private const int Margin = 38; // of the board's picture, as in Board.tsx
    private const int Cell = 40;

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<string> _foreign = new();
    private readonly ConcurrentQueue<string> _sockets = new();
    private readonly string _host;

    private Visitor(IPage page, string host) => (Page, _host) = (page, host);

    public IPage Page { get; }

    /// <summary>Where the page's WebSockets went.</summary>
    public IReadOnlyCollection<string> Sockets => _sockets;

    public ILocator Table => Page.Locator("main.table-page");

    /// <summary>Opens the page in a browser of its own: its own storage, so its own player.</summary>
    public static async Task<Visitor> OpenAsync(Chromium chromium, Uri address, int width = 1280, int height = 800, string locale = "en-US", bool isDark = false)
    {
        SetDefaultExpectTimeout(30_000); // as long as any other wait here: 5 s are a busy machine's moment
        var page = await chromium.NewPageAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = width < 600,
            Locale = locale,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var visitor = new Visitor(page, address.Host);
        page.PageError += (_, error) => visitor._faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                visitor._faults.Enqueue($"{message.Text} {message.Location}");
        };
        page.Request += (_, request) => visitor.Note(request.Url);
        page.WebSocket += (_, socket) =>
        {
            visitor._sockets.Enqueue(socket.Url);
            visitor.Note(socket.Url);
        };
        await page.GotoAsync(address.ToString());
        return visitor;
    }

    /// <summary>In the lobby, and connected, under a name.</summary>
    public async Task EnterAsync(string name)
    {
        await Page.FillAsync("#name", name);
        await Page.PressAsync("#name", "Enter");
        await Expect(Page.Locator(".me")).ToHaveTextAsync(name);
        await Expect(Page.Locator(".place-button .dot.on")).ToBeVisibleAsync();
    }

    /// <summary>The table is there, and the connection.</summary>
    public Task SeatedAsync() => Expect(Table).ToHaveAttributeAsync("data-in", "true");

    public async Task OpenTableAsync(string game, string name)
    {
        await Page.ClickAsync($"[data-game='{game}'] button.quiet");
        await Page.FillAsync("dialog[open] input", name);
        await Page.ClickAsync("dialog[open] .row.end button:last-child");
        await SeatedAsync();
    }

    public async Task PlayBotsAsync(string game)
    {
        await Page.ClickAsync($"[data-game='{game}'] button:not(.quiet)");
        await SeatedAsync();
    }

    /// <summary>Finds a table in the live list and sits down.</summary>
    public async Task JoinAsync(string name)
    {
        await Page.FillAsync("input[type=search]", name);
        await Page.Locator(".rooms li", new PageLocatorOptions { HasText = name }).GetByRole(AriaRole.Button).ClickAsync();
        await SeatedAsync();
    }

    public Task ReadyAsync() => Page.ClickAsync(".waiting-room .row button");

    /// <summary>Places a stone and waits until it lies there. A finger shows it first, and places it with a second tap.</summary>
    public async Task PlaceAsync(int x, int y, int movesAfter, bool byTouch = false)
    {
        await Expect(Page.Locator(".board.mine")).ToBeVisibleAsync();
        var box = (await Page.Locator(".board svg").BoundingBoxAsync())!;
        var scale = box.Width / ((2 * Margin) + (14 * Cell));
        var (left, top) = (box.X + ((Margin + (x * Cell)) * scale), box.Y + ((Margin + (y * Cell)) * scale));
        if (byTouch)
        {
            await Page.Touchscreen.TapAsync(left, top);
            await Expect(Page.Locator(".board .ghost")).ToBeVisibleAsync();
            await Page.Touchscreen.TapAsync(left, top);
        }
        else
        {
            await Page.Mouse.ClickAsync(left, top);
        }
        await MovesAsync(movesAfter);
    }

    /// <summary>Waits until so many stones lie on the board.</summary>
    public Task MovesAsync(int count) => Expect(Page.Locator(".board svg")).ToHaveAttributeAsync("data-moves", $"{count}");

    public async Task SayAsync(string text)
    {
        await Page.FillAsync("#text", text);
        await Page.PressAsync("#text", "Enter");
        await Expect(Page.Locator("#lines li.mine").Last).ToContainTextAsync("✓"); // committed
    }

    /// <summary>What the discreet corner shows.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PlaceFactsAsync()
    {
        await Page.ClickAsync(".place-button");
        await Expect(Page.Locator("#trip")).ToContainTextAsync("ms");
        var facts = new Dictionary<string, string>();
        foreach (var id in (string[])["mine", "state", "owner", "trip", "position"])
            facts[id] = await Page.Locator($"#{id}").InnerTextAsync();
        await Page.Keyboard.PressAsync("Escape");
        return facts;
    }

    /// <summary>Plays a game of Run Fast to its end, by what the hint says; by keys or by buttons.</summary>
    public async Task PlayRunFastAsync(bool byKeys)
    {
        var acts = Page.Locator(".acts button");
        await Eventually.TrueAsync(
            async () =>
            {
                // One look for all: between two the turn may pass on.
                var see = await Page.EvaluateAsync<string>("""
                    () => document.querySelector('#outcome') ? 'over'
                        : [...document.querySelectorAll('.acts button')].map(b => b.disabled ? '-' : 'x').join('')
                    """);
                if (see is "over" or "---" or "")
                    return see == "over";
                var click = new LocatorClickOptions { Timeout = 2_000 };
                try
                {
                    if (see[2] == 'x')
                        await (byKeys ? Page.Locator(".hand [tabindex='0']").PressAsync("Enter") : acts.Nth(2).ClickAsync(click));
                    else if (see[1] == 'x')
                        await (byKeys ? Page.Locator(".hand [tabindex='0']").PressAsync("h") : acts.Nth(1).ClickAsync(click));
                    else
                        await (byKeys ? Page.Locator(".hand [tabindex='0']").PressAsync("p") : acts.Nth(0).ClickAsync(click));
                }
                catch (Exception ex) when (ex is TimeoutException or PlaywrightException)
                {
                    // The turn's time was over meanwhile, and the game has played.
                }
                return false;
            },
            "the game is over",
            TimeSpan.FromSeconds(120));
    }

    /// <summary>A picture for people to look at, and what needs no eyes: nothing is wider than the window, no word is cut, no letter is missing.</summary>
    public async Task ShootAsync(string name, bool whole = false)
    {
        var window = Page.ViewportSize!;
        await Page.EvaluateAsync("scrollTo(0, 0)");
        await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Repository.File("artifacts", "screenshots", $"{name}-{window.Width}x{window.Height}.png"),
            FullPage = whole,
        });
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name}: the page is wider than the window.");
        var cut = await Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, .pill, h1, h2, label')]
                .filter(e => e.checkVisibility() && (e.scrollWidth > e.clientWidth + 1) && e.clientWidth > 1 && getComputedStyle(e).textOverflow !== 'ellipsis' && !e.matches('.slot'))
                .map(e => e.textContent)
            """);
        Assert.Empty(cut);
    }

    /// <summary>No finding of axe-core that is serious.</summary>
    public async Task AssertAccessibleAsync(string where)
    {
        var result = await Page.RunAxe();
        var serious = result.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{where}: {v.Id}, {v.Help}: {string.Join(" | ", v.Nodes.Take(5).Select(n => n.Html))}");
        Assert.Empty(serious);
    }

    /// <summary>The browser had nothing to complain of, and asked no other host.</summary>
    /// <param name="expected">Complaints that the test has brought about itself.</param>
    public void AssertContent(string? expected = null)
    {
        var faults = _faults.Where(f => expected is null || !Regex.IsMatch(f, expected)).ToList();
        Assert.Empty(faults);
        Assert.Empty(_foreign);
    }

    private void Note(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" or "ws" or "wss") && uri.Host != _host)
            _foreign.Enqueue(url);
    }
}
