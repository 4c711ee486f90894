using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Load;

/// <summary>The cost of a room message does not grow with the number of instances: protocol 1.</summary>
[Collection(MeasuredTests.Name)]
public sealed class RedisCostTests
{
    private const int Messages = 1_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Message_InARoomOnTwoInstances_CostsTheSameCommandsAmongTwoAndAmongEight()
    {
        var ofTwo = await CostAsync(instances: 2);
        var ofEight = await CostAsync(instances: 8);

        TestContext.Current.TestOutputHelper?.WriteLine($"Redis commands for a message: {ofTwo.Scripts:0.00} scripts, {ofTwo.Publishes:0.00} publishes.");
        Assert.Equal(1, Math.Round(ofTwo.Scripts)); // the commit
        Assert.Equal(1, Math.Round(ofTwo.Publishes)); // to the one other instance that has members
        Assert.Equal(Math.Round(ofTwo.Scripts), Math.Round(ofEight.Scripts));
        Assert.Equal(Math.Round(ofTwo.Publishes), Math.Round(ofEight.Publishes));
    }

    [Fact]
    public async Task Message_InARoomOnOneInstance_IsPublishedToNobody()
    {
        var cost = await CostAsync(instances: 3, edges: 1);

        Assert.Equal(1, Math.Round(cost.Scripts));
        Assert.Equal(0, Math.Round(cost.Publishes));
    }

    // One message after the other, so that none shares a commit or a publish with the next. What instances say to each other at
    // rest (heartbeats, probes) is measured at rest and taken off; what is left of it vanishes in the rounding.
    private static async Task<(double Scripts, double Publishes)> CostAsync(int instances, int edges = 2)
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings
        {
            Instances = instances,
            WithoutApi = true,
            Environment = new Dictionary<string, string?> { ["LIMITS_MESSAGES_PER_SECOND"] = "100000" },
        });
        var members = new List<GameClient>();
        for (var i = 0; i < 4; i++)
        {
            members.Add(await GameClient.ConnectAsync(platform.Servers[i % edges].Port));
            await members[i].JoinAsync("cost");
        }
        await members[0].SayAsync("cost", new { n = -1 });
        var redis = platform.Redis.Connection.GetServer(platform.Redis.Endpoint);
        await redis.ConfigResetStatisticsAsync();
        await Task.Delay(Rest, TestContext.Current.CancellationToken); // the time itself is what is measured
        var atRest = await platform.Redis.CommandCountsAsync();
        await redis.ConfigResetStatisticsAsync();
        var started = Stopwatch.GetTimestamp();

        for (var n = 0; n < Messages; n++)
            await members[0].SayAsync("cost", new { n });

        var rests = Stopwatch.GetElapsedTime(started) / Rest;
        var counts = await platform.Redis.CommandCountsAsync();
        await members[^1].WaitForAsync(e => e.Type == "message" && e.Number("n") == Messages - 1, "the last message");
        Assert.Empty(members.SelectMany(m => m.Faults));
        foreach (var member in members)
            await member.DisposeAsync();
        return (Of("eval") + Of("evalsha"), Of("publish") + Of("spublish"));

        double Of(string command) => (counts.GetValueOrDefault(command) - rests * atRest.GetValueOrDefault(command)) / Messages;
    }
}
