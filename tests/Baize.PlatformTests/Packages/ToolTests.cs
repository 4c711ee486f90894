using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Support;
using Baize.Up;

namespace Baize.PlatformTests.Packages;

/// <summary>The <c>baize</c> command as a tool of dotnet's: installed from its package, it brings the whole platform along.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class ToolTests
{
    /// <summary>The tool is built apart, for any machine, which takes a minute: <c>eng/nightly</c> runs it, or <c>-explicit on</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Tool_InstalledFromItsPackage_RunsAPlatform()
    {
        using var workshop = new Workshop();
        await Workshop.PackAsync("tool");
        await workshop.RunAsync("", "dotnet", ["tool", "install", "baize", "--tool-path", "tools", "--version", Workshop.Version]);
        var baize = workshop.At("tools", "baize");

        Assert.StartsWith(Workshop.Version, await workshop.RunAsync("", baize, ["--version"]), StringComparison.Ordinal);
        Assert.Contains("loadtest", await workshop.RunAsync("", baize, ["--help"]), StringComparison.Ordinal);

        var ports = NewPorts();
        await using var up = workshop.Start("", baize, ["up", "--port-base", $"{ports.Api}", "--instances", "2"]);
        using var http = new HttpClient();
        await up.WaitForHttpStatusAsync(http, new Uri($"http://127.0.0.1:{ports.Api}/health/ready"), HttpStatusCode.OK, TimeSpan.FromSeconds(90));
        await Eventually.TrueAsync(async () => await GamesAsync(http, ports.Api) is ["gomoku", "run-fast"], "the sample games are offered");
        await up.WaitForHttpStatusAsync(http, new Uri($"http://127.0.0.1:{ports.Admin}/health/live"), HttpStatusCode.OK, TimeSpan.FromSeconds(60));
        using var script = await http.GetAsync(new Uri($"http://127.0.0.1:{ports.Admin}/js/common.js"), TestContext.Current.CancellationToken); // folders are kept too
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        up.Send(Signal.Terminate);
        Assert.Equal(0, await up.WaitForExitAsync());
    }

    private static PortPlan NewPorts()
    {
        while (true)
        {
            var plan = PortPlan.Create(FreePorts.Next(), instances: 2);
            if (Enumerable.Range(plan.Api + 1, plan.Gateway - plan.Api).All(port => FreePorts.Next() == port))
                return plan;
        }
    }

    private static async Task<string[]> GamesAsync(HttpClient http, int port)
    {
        using var reply = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/api/v1/games"), TestContext.Current.CancellationToken);
        if (!reply.IsSuccessStatusCode)
            return [];
        var games = await reply.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return [.. games.GetProperty("games").EnumerateArray().Select(g => g.GetProperty("game").GetString()!).Where(g => g != "relay").Order()];
    }
}
