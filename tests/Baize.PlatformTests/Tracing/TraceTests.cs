using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Tracing;

/// <summary>One trace from where a player asks to where the others hear of it, over three processes.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class TraceTests
{
    [Fact]
    public async Task Trace_AMessageAndACallOfTheApi_ReachFromTheAskerToEveryEdge()
    {
        Tools.Find("redis-server");
        using var collector = new OtlpCollector();
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings
        {
            Environment = new Dictionary<string, string?>
            {
                ["TRACING_OTLP_ENDPOINT"] = collector.Address,
                ["TRACING_SAMPLE_PERCENT"] = "100",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200", // OpenTelemetry's own: export five times a second
            },
        });
        await using var anna = await GameClient.ConnectAsync(platform.Servers[0].Port);
        await using var ben = await GameClient.ConnectAsync(platform.Servers[1].Port);
        await anna.JoinAsync("traced"); // owns the room from here on
        await ben.JoinAsync("traced");

        await ben.SayAsync("traced", new { text = "hello" });

        var message = await TraceAsync(collector, "frame message", Complete);
        AssertShape(message, root: "frame message");
        Assert.NotEqual(message.Single(s => s.Name == "frame message").Instance, message.Single(s => s.Name == "room.commit").Instance);

        using var left = await platform.SendAsync(HttpMethod.Post, platform.Api("rooms/traced/leave"), ben.UserId, new { });
        Assert.True(left.IsSuccessStatusCode, $"leave is answered with {left.StatusCode}");
        var call = await TraceAsync(collector, "POST", trace => Complete(trace) && trace.Any(s => s.Service == "baize-api"));
        Assert.Equal(["baize-api", "baize-game-server"], call.Select(s => s.Service).Distinct().Order(StringComparer.Ordinal));
        AssertShape(call, root: "");
        platform.AssertNoFaults();
    }

    private static bool Complete(IReadOnlyList<Span> trace) => trace.Any(s => s.Name == "room.commit") && trace.Count(s => s.Name == "edge.deliver") == 2;

    // The commit is the owner's, both edges deliver because of it, and every parent is in the trace.
    private static void AssertShape(IReadOnlyList<Span> trace, string root)
    {
        var commit = trace.Single(s => s.Name == "room.commit");
        var deliveries = trace.Where(s => s.Name == "edge.deliver").ToList();
        Assert.All(deliveries, d => Assert.Equal(commit.Id, d.Parent));
        Assert.Equal(2, deliveries.Select(d => d.Instance).Distinct().Count());
        Assert.Equal(commit.Instance, trace.Single(s => s.Name == "room.decide").Instance);
        var first = Assert.Single(trace, s => s.Parent.Length == 0);
        Assert.StartsWith(root, first.Name, StringComparison.Ordinal);
        Assert.All(trace, s => Assert.True(s.Parent.Length == 0 || trace.Any(p => p.Id == s.Parent), $"{s} has a parent of elsewhere"));
    }

    private static async Task<List<Span>> TraceAsync(OtlpCollector collector, string first, Func<IReadOnlyList<Span>, bool> isComplete)
    {
        List<Span> found = [];
        await Eventually.TrueAsync(
            () =>
            {
                found = collector.Spans.GroupBy(s => s.Trace).Select(g => g.ToList())
                    .FirstOrDefault(t => t.Any(s => s.Parent.Length == 0 && s.Name.StartsWith(first, StringComparison.Ordinal)) && isComplete(t)) ?? [];
                return found.Count > 0;
            },
            $"a whole trace of '{first}'",
            details: () => string.Join('\n', collector.Spans.OrderBy(s => s.Trace)));
        return found;
    }
}
