using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;
using static Microsoft.Playwright.Assertions;

namespace Baize.PlatformTests.Browser;

/// <summary>The page at <c>GET /</c> of the API, in a real browser: the lobby, rooms to talk in, and what it costs to load.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed partial class LobbyTests(SharedPlatform shared, Chromium chromium) : IClassFixture<Chromium>, IAsyncDisposable
{
    private const int MaxScript = 60 * 1024; // gzipped; issue 5 allows 150 kB

    private readonly BaizePlatform _platform = shared.Platform;
    private readonly Chromium _chromium = chromium;

    private Uri Address => new($"http://127.0.0.1:{_platform.ApiPort}/");

    public async ValueTask DisposeAsync() => await _chromium.CloseTabsAsync();

    [Fact]
    public async Task Relay_TwoBrowsersOnTwoInstances_ChatInOneRoom()
    {
        var (first, second) = (_platform.Servers[0].InstanceId, _platform.Servers[1].InstanceId);
        var ada = await Visitor.OpenAsync(_chromium, new Uri(Address, $"?room=page-chat&name=Ada&instance={first}"));
        await ada.SeatedAsync();
        var ben = await Visitor.OpenAsync(_chromium, new Uri(Address, $"?room=page-chat&name=Ben&instance={second}"), 390, 844);
        await ben.SeatedAsync();

        await ada.SayAsync("Hello from the first instance");
        await ben.SayAsync("Hello from the second");
        await ada.SayAsync("<b>not bold</b>");

        foreach (var visitor in (Visitor[])[ada, ben])
        {
            var lines = visitor.Page.Locator("#lines");
            await Expect(lines).ToContainTextAsync("Hello from the first instance");
            await Expect(lines).ToContainTextAsync("Hello from the second");
            await Expect(lines).ToContainTextAsync("<b>not bold</b>");
            await Expect(visitor.Page.Locator("#lines .said b")).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator("#roster")).ToContainTextAsync("Ada");
            await Expect(visitor.Page.Locator("#roster")).ToContainTextAsync("Ben");
        }
        var (atAda, atBen) = (await ada.PlaceFactsAsync(), await ben.PlaceFactsAsync());
        Assert.Equal((first, first, "Connected"), (atAda["mine"], atAda["owner"], atAda["state"])); // Ada came first
        Assert.Equal((second, first, "Connected"), (atBen["mine"], atBen["owner"], atBen["state"]));
        Assert.Equal(atAda["position"], atBen["position"]);
        await ada.ShootAsync("chat");
        await ben.ShootAsync("chat");
        ada.AssertContent();
        ben.AssertContent();
    }

    [Fact]
    public async Task Relay_ThroughNginx_ConnectsToTheBalancer()
    {
        var visitor = await Visitor.OpenAsync(_chromium, new Uri(_platform.Nginx!.Address, "?room=page-balanced&name=Cleo"));
        await visitor.SeatedAsync();

        await visitor.SayAsync("Through the balancer");

        Assert.Contains((await visitor.PlaceFactsAsync())["mine"], _platform.Servers.Select(s => s.InstanceId));
        await Expect(visitor.Page.Locator("#roster")).ToContainTextAsync("Cleo");
        Assert.Contains("/ws?room=page-balanced", visitor.Sockets.Single(), StringComparison.Ordinal);
        Assert.StartsWith($"ws://127.0.0.1:{_platform.Nginx.Port}/", visitor.Sockets.Single(), StringComparison.Ordinal);
        visitor.AssertContent(expected: "/ws"); // the page asks whether this address has a /ws: a game server refuses what is no handshake
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task Relay_AtEachSize_ShowsAllOfItselfWithoutScrollingSideways(int width, int height)
    {
        var visitor = await Visitor.OpenAsync(_chromium, new Uri(Address, $"?room=page-{width}"), width, height);
        await visitor.AssertAccessibleAsync("doorstep"); // who comes by a link is asked for a name first
        await visitor.ShootAsync("doorstep");
        await visitor.Page.FillAsync("#name", "Dora");
        await visitor.Page.PressAsync("#name", "Enter");
        await visitor.SeatedAsync();

        await visitor.SayAsync(new string('w', 300)); // a word without a place to break

        await visitor.ShootAsync("long-word");
        await Expect(visitor.Page.Locator("#text")).ToBeInViewportAsync();
        visitor.AssertContent(expected: $"404 .*/rooms/page-{width}"); // the doorstep asks what room this is: there is none yet
    }

    [Fact]
    public async Task Lobby_MoreRoomsThanAPageOfTheApi_AreFoundAndShownOnRequest()
    {
        var pile = $"pile{Guid.NewGuid():N}"[..12];
        await MakeRoomAsync($"{pile} needle");
        await Task.WhenAll(Enumerable.Range(0, 204).Select(_ => MakeRoomAsync($"{pile} straw")));
        var ada = await Visitor.OpenAsync(_chromium, Address, 390, 844);
        await ada.EnterAsync("Ada");
        var (rows, count, more) = (ada.Page.Locator(".rooms li"), ada.Page.Locator("#tables-title .count"), ada.Page.Locator("button.more"));

        await ada.Page.FillAsync("input[type=search]", $"NEEDLE {pile}");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(more).ToHaveCountAsync(0);

        await ada.Page.FillAsync("input[type=search]", pile);
        await Expect(count).ToHaveTextAsync("200+");
        await Expect(rows).ToHaveCountAsync(60);
        await ada.ShootAsync("lobby-older", whole: true);
        for (var presses = 1; presses <= 3; presses++)
        {
            await more.ClickAsync();
            await Expect(rows).ToHaveCountAsync(Math.Min(60 + 60 * presses, 205));
        }
        await Expect(count).ToHaveTextAsync("205");
        await Expect(more).ToHaveCountAsync(0);
        await Expect(rows.Last).ToContainTextAsync("needle");
        ada.AssertContent();

        async Task MakeRoomAsync(string name)
        {
            using var made = await _platform.SendAsync(HttpMethod.Post, _platform.Api("rooms"), 1, new { game = "relay", name });
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }
    }

    [Fact]
    public async Task Lobby_RoomsComeAndGo_ListsFindsAndFiltersThemWithoutAReload()
    {
        var name = $"Lobby {Guid.NewGuid():N}"[..14];
        var ada = await Visitor.OpenAsync(_chromium, Address);
        var ben = await Visitor.OpenAsync(_chromium, Address, 390, 844, "zh-CN", isDark: true);
        await ada.EnterAsync("Ada");
        await ben.EnterAsync("小本");
        var row = ben.Page.Locator(".rooms li", new() { HasText = name });
        await Expect(row).ToHaveCountAsync(0);

        await ada.OpenTableAsync("gomoku", name);

        await Expect(row).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("五子棋");
        await ben.Page.SelectOptionAsync(".toolbar select >> nth=0", "run-fast");
        await Expect(row).ToHaveCountAsync(0);
        await ben.Page.SelectOptionAsync(".toolbar select >> nth=0", "gomoku");
        await ben.Page.FillAsync("input[type=search]", name.ToUpperInvariant() + " ada");
        await Expect(row).ToHaveCountAsync(1);
        await ben.AssertAccessibleAsync("lobby, dark");
        await ben.ShootAsync("lobby-zh", whole: true);
        await ada.AssertAccessibleAsync("waiting room");
        await ada.ShootAsync("waiting");
        await ada.Page.ClickAsync("#leave");
        await Expect(ada.Page.Locator(".hero")).ToBeVisibleAsync();
        await ada.AssertAccessibleAsync("lobby");
        await ada.ShootAsync("lobby", whole: true);
        await ada.Page.ClickAsync("header button[lang]"); // the other language, at once
        await Expect(ada.Page.Locator("h1")).ToHaveTextAsync("请入座，牌局长在。");
        Assert.Equal("zh-CN", await ada.Page.GetAttributeAsync("html", "lang"));
        ada.AssertContent();
        ben.AssertContent();
    }

    [Fact]
    public async Task Invite_LinkOpenedByAStranger_LeadsToTheTableAndTheHostMayPutThemOut()
    {
        var host = await Visitor.OpenAsync(_chromium, Address);
        await host.EnterAsync("Hana");
        await host.OpenTableAsync("gomoku", "By invitation");
        await host.Page.ClickAsync("button[popovertarget=invite]");
        await host.ShootAsync("invite");
        var link = await host.Page.InputValueAsync("#invite input");
        await host.Page.Keyboard.PressAsync("Escape");

        var guest = await Visitor.OpenAsync(_chromium, new Uri(link), 390, 844, "zh-CN");
        await Expect(guest.Page.Locator("h1")).ToHaveTextAsync("By invitation");
        await guest.ShootAsync("invited");
        await guest.Page.FillAsync("#name", "小客");
        await guest.Page.PressAsync("#name", "Enter");
        await guest.SeatedAsync();
        await Expect(host.Page.Locator(".seats")).ToContainTextAsync("小客");
        await guest.ShootAsync("waiting");
        await host.Page.ClickAsync(".seats .icon");

        await Expect(guest.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToHaveTextAsync("你被房主请出。");
        await Expect(host.Page.Locator(".seats .free")).ToHaveCountAsync(1);
        host.AssertContent();
        guest.AssertContent();
    }

    [Fact]
    public async Task Page_IsSmallSafeAndCached()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Address };
        using var page = await http.GetAsync("/", TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using var unchanged = await http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        var size = 0;
        var loaded = AssetPattern().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.Contains(loaded, path => path.EndsWith(".js", StringComparison.Ordinal));
        foreach (var path in loaded)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip" } } };
            using var answer = await http.SendAsync(ask, TestContext.Current.CancellationToken);
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
            var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            using var plain = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            Assert.True(plain.ReadByte() >= 0);
            if (path.StartsWith("/assets/", StringComparison.Ordinal))
                Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            if (path.EndsWith(".js", StringComparison.Ordinal))
                size += body.Length;
        }
        Assert.InRange(size, 1, MaxScript);
    }

    [Fact]
    public async Task Page_FirstPaint_TakesUnderASecond()
    {
        var best = double.MaxValue;
        for (var load = 0; load < 8 && best >= 1000; load++) // what the page needs, not what else this machine is busy with
        {
            var visitor = await Visitor.OpenAsync(_chromium, Address);
            await Expect(visitor.Page.Locator(".hero h1")).ToBeVisibleAsync();
            best = Math.Min(best, await visitor.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            await _chromium.CloseTabsAsync();
        }
        Assert.InRange(best, 1, 1000);
    }

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"")]
    private static partial Regex AssetPattern();
}
