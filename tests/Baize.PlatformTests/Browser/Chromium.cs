using Microsoft.Playwright;

namespace Baize.PlatformTests.Browser;

/// <summary>The system's Chromium, driven by Playwright: one for a class of tests, started by the first that needs it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly List<IBrowserContext> _contexts = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A tab of its own: its own storage, so its own player. Skips the calling test where there is no Chromium.</summary>
    internal async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        _browser ??= await StartAsync();
        var context = await _browser.NewContextAsync(options);
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        return page;
    }

    /// <summary>Closes all tabs: what one test has opened must not go on asking while the next one runs.</summary>
    internal async Task CloseTabsAsync()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        _contexts.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        var path = Environment.GetEnvironmentVariable("BAIZE_CHROMIUM") is { Length: > 0 } named ? named
            : ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null && Environment.GetEnvironmentVariable("CI") is null, "No chromium is installed; BAIZE_CHROMIUM may name one.");
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"], // root and a small /dev/shm, as in containers
        });
    }
}
