using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Nginx;

/// <summary><c>baize nginx</c>, a real nginx and a real Redis.</summary>
public sealed class BaizeNginxTests
{
    private const string Variant = "game-server-lb.conf";

    [Fact]
    public async Task Watch_InstancesComeDrainAndDie_NginxFollowsAndNoSocketIsDropped()
    {
        await using var stubs = await RegisteredStubs.StartAsync(Variant, 2);
        await using var watch = Start(stubs, "--watch", "--interval", "0.2");
        await watch.WaitForLogAsync("nginx reloads");
        var open = new List<RawWebSocket>();
        for (var i = 0; i < 12; i++)
            open.Add(await stubs.OpenAsync());

        var third = await stubs.AddAsync();
        await Eventually.TrueAsync(async () => (await stubs.LandOnAsync()).Contains(third.Port), "the new one is sent clients", details: () => watch.Log.Tail());
        await RegisteredStubs.AssertOpenAsync(open);

        await stubs.ListAsync(stubs.Stubs[0], state: "draining");
        await Eventually.TrueAsync(async () => !(await stubs.LandOnAsync()).Contains(stubs.Stubs[0].Port), "the draining one gets nothing new", details: () => watch.Log.Tail());
        await RegisteredStubs.AssertOpenAsync(open); // its own too: it closes them itself when it has moved its players

        await third.DisposeAsync();
        await stubs.UnlistAsync(third);
        await Eventually.TrueAsync(() => !File.ReadAllText(ServersOf(stubs)).Contains($":{third.Port} "), "the dead one is out of the file", details: () => watch.Log.Tail());
        Assert.Equal([stubs.Stubs[1].Port], await stubs.LandOnAsync());
        await RegisteredStubs.AssertOpenAsync(open);

        watch.Send(Signal.Terminate);
        Assert.Equal(0, await watch.WaitForExitAsync());
        await RegisteredStubs.AssertOpenAsync(open);
        Assert.Equal(1, watch.Log.Lines.Count(l => l.EndsWith($"2 game servers, -127.0.0.1:{stubs.Stubs[0].Port}.", StringComparison.Ordinal)));
        Assert.Equal(4, watch.Log.Lines.Count(l => l.StartsWith("nginx reloads", StringComparison.Ordinal))); // once for each change
        Assert.All(stubs.Nginx.Process!.Log.Faults, f => Assert.Contains("Connection refused", f)); // of the dead one, before it was out
    }

    [Fact]
    public async Task Watch_RedisAwayAndBackEmpty_LastGoodFileIsKeptAndItIsToldOnce()
    {
        await using var stubs = await RegisteredStubs.StartAsync(Variant, 2);
        await using var watch = Start(stubs, "--watch", "--interval", "0.2");
        await watch.WaitForLogAsync("nginx reloads");
        var written = await File.ReadAllTextAsync(ServersOf(stubs), TestContext.Current.CancellationToken);

        await stubs.Redis.KillAsync();
        await watch.WaitForLogAsync("The last good file is kept");
        Assert.Equal(2, (await stubs.LandOnAsync()).Count);

        await stubs.Redis.StartAgainAsync(); // empty: nobody is listed, though all serve
        await stubs.ListAsync(stubs.Stubs[1]); // the first to come back must not be alone
        await watch.WaitForLogAsync("All is well again");
        Assert.Equal(written, await File.ReadAllTextAsync(ServersOf(stubs), TestContext.Current.CancellationToken));
        Assert.Single(watch.Log.Lines, l => l.StartsWith("nginx reloads", StringComparison.Ordinal));
        Assert.InRange(watch.Log.Lines.Count(l => l.Contains("The last good file is kept", StringComparison.Ordinal)), 1, 4); // each state of trouble once, not each look
    }

    [Fact]
    public async Task OneShot_NginxRefusesTheText_OldFileStandsByteForByte()
    {
        await using var stubs = await RegisteredStubs.StartAsync(Variant, 2);
        var before = await File.ReadAllTextAsync(ServersOf(stubs), TestContext.Current.CancellationToken);
        var template = Path.Combine(Path.GetDirectoryName(ServersOf(stubs))!, "broken.template");
        await File.WriteAllTextAsync(template, "server {address}:{port} max_fails=plenty;\n", TestContext.Current.CancellationToken);

        await using var once = Start(stubs, "--template", template);

        Assert.Equal(1, await once.WaitForExitAsync());
        Assert.Contains(once.Log.Lines, l => l.Contains("max_fails=plenty", StringComparison.Ordinal) && l.Contains("The last good file is kept", StringComparison.Ordinal));
        Assert.Equal(before, await File.ReadAllTextAsync(ServersOf(stubs), TestContext.Current.CancellationToken));
        Assert.Contains("plenty", await File.ReadAllTextAsync($"{ServersOf(stubs)}.refused", TestContext.Current.CancellationToken));
        Assert.Equal(0, (await stubs.Nginx.TestAsync()).ExitCode);
    }

    [Fact]
    public async Task OneShot_Twice_WritesOnceAndReloadsOnce()
    {
        await using var stubs = await RegisteredStubs.StartAsync(Variant, 2);
        await stubs.ListAsync(stubs.Stubs[0], state: "draining");

        await using (var first = Start(stubs))
        {
            Assert.Equal(0, await first.WaitForExitAsync());
            Assert.Contains(first.Log.Lines, l => l.StartsWith("nginx reloads", StringComparison.Ordinal));
        }
        await Eventually.TrueAsync(async () => (await stubs.LandOnAsync()).SetEquals([stubs.Stubs[1].Port]), "the draining one gets nothing new");
        await using var second = ServerProcess.Start(
            "baize", Repository.Executable("baize"), ["nginx", "--out", ServersOf(stubs), "--nginx", stubs.Nginx.Command],
            new Dictionary<string, string?> { ["REDIS_CONNECTION"] = stubs.Redis.Endpoint, ["BAIZE_API"] = null }); // as the service is started
        Assert.Equal(0, await second.WaitForExitAsync());
        Assert.Empty(second.Log.Lines);
    }

    private static string ServersOf(RegisteredStubs stubs) => stubs.Nginx.ConfigurationFile("game-servers.conf");

    private static ServerProcess Start(RegisteredStubs stubs, params string[] more) => ServerProcess.Start(
        "baize", Repository.Executable("baize"), ["nginx", "--redis", stubs.Redis.Endpoint, "--out", ServersOf(stubs), "--nginx", stubs.Nginx.Command, .. more]);
}
