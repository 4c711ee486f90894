using System.Text.Json;
using Baize.Bench.Compare;
using Baize.Bench.Scaling;
using Baize.Bench.Scaling.Check;

namespace Baize.Tests.Bench;

public sealed class ScalingTests
{
    private static readonly string CostsJson = File.ReadAllText(Repository.File("bench", "Baize.Bench.Scaling", "costs.json"));

    private static readonly Costs Measured = Costs.Parse(CostsJson);

    [Fact]
    public void Parse_CostOfUnknownName_Throws() =>
        Assert.Throws<JsonException>(() => Costs.Parse(CostsJson.Replace("\"publish_us\"", "\"publishing_us\"", StringComparison.Ordinal)));

    [Fact]
    public void Parse_CostMissing_Throws() =>
        Assert.Throws<JsonException>(() => Costs.Parse("""{ "workloads": null }"""));

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(1, 16, 1)]
    [InlineData(2, 2, 1.5)]
    [InlineData(10_000, 16, 16)]
    public void Edges_Random_IsExpectedNumberOfDistinct(int members, int instances, double edges) =>
        Assert.Equal(edges, Placement.Edges(Spread.Random, members, instances), 1e-9);

    [Fact]
    public void Edges_Random_IsWhatDrawingGives()
    {
        const int Rooms = 20_000, Members = 5, Instances = 7;
        var random = new Random(5);
        var (edges, withOwner) = (0, 0);
        for (var room = 0; room < Rooms; room++)
        {
            var at = Enumerable.Range(0, Members).Select(_ => random.Next(Instances)).ToArray();
            edges += at.Distinct().Count();
            withOwner += at.Count(i => i == at[0]);
        }
        Assert.Equal((double)edges / Rooms, Placement.Edges(Spread.Random, Members, Instances), 0.03);
        Assert.Equal((double)withOwner / Rooms / Members, Placement.AtOwner(Spread.Random, Members, Instances), 0.01);
    }

    [Theory]
    [InlineData(4, 16)]
    [InlineData(4, 5)]
    [InlineData(2, 2)]
    public void Pairs_Rotation_IsWhatCountingGives(int members, int instances)
    {
        var pairs = new HashSet<(int Owner, int Edge)>();
        for (var room = 0; room < instances; room++)
        {
            var at = Enumerable.Range(room, members).Select(i => i % instances).ToArray();
            pairs.UnionWith(from owner in at from edge in at where owner != edge select (owner, edge));
        }
        Assert.Equal(pairs.Count, Placement.Pairs(Spread.Rotation, members, instances));
    }

    [Fact]
    public void Batch_OfSelfClocked_IsWhatDrawingGives()
    {
        const double Rate = 800, UnderWay = 0.002;
        var random = new Random(5);
        var (now, free, batches, waiting) = (0.0, 0.0, 0, 0);
        const int Arrivals = 200_000;
        for (var i = 0; i < Arrivals; i++)
        {
            now -= Math.Log(1 - random.NextDouble()) / Rate;
            while (waiting > 0 && free <= now)
                (waiting, free, batches) = (0, free + UnderWay, batches + 1);
            if (free <= now)
                (free, batches) = (now + UnderWay, batches + 1);
            else
                waiting++;
        }
        Assert.Equal((double)Arrivals / batches, SelfClocked.Batch(Rate, UnderWay), 0.03);
    }

    [Fact]
    public void Batch_OfBus_IsOneAtRestAndGrowsWithTheRateAndShrinksWithLinks()
    {
        Assert.Equal(1, BusSimulation.Batch(links: 1, perSecond: 1, roundTripMs: 0.3), 0.01);
        var busy = BusSimulation.Batch(links: 1, perSecond: 10_000, roundTripMs: 0.3);
        Assert.InRange(busy, 4, 18);
        Assert.InRange(BusSimulation.Batch(links: 15, perSecond: 10_000, roundTripMs: 0.3), 1.05, busy - 1);
    }

    [Fact]
    public void Traffic_RoomsWithTheirOwner_SendsNothingBetweenInstances()
    {
        var traffic = new Traffic(new Fleet(16, 1_000, 4, 10, 1) { LocalShare = 1 }, Measured);
        Assert.Equal(0, traffic.Publishes + traffic.Digests + traffic.Verifies);
        Assert.Equal(1_000, traffic.Commits, 5.0);
        Assert.Equal(1, traffic.Edges);
    }

    [Fact]
    public void Traffic_MembersOnTwo_CostsADeliveryTheSameWithAnyNumberOfInstances()
    {
        var of2 = new Traffic(new Fleet(2, 250, 4, 10, 0) { With = 2 }, Measured);
        var of16 = new Traffic(new Fleet(16, 250, 4, 10, 0) { With = 2 }, Measured);
        Assert.Equal(of2.Publishes, of16.Publishes);
        Assert.Equal(of2.DeliveryBytes, of16.DeliveryBytes);
        Assert.True(of16.Commands > of2.Commands);
    }

    [Fact]
    public void Traffic_Registry_GrowsWithTheSquare() =>
        Assert.Equal(100, new Traffic(new Fleet(1_000, 0, 4, 0, 0), Measured).Reads / new Traffic(new Fleet(100, 0, 4, 0, 0), Measured).Reads, 1e-6);

    [Fact]
    public void StepCosts_OfTheWorkloads_GiveTheWorkloads()
    {
        var step = StepCosts.From(Measured.Workloads);
        var message = step.Send * 4 + step.Receive + step.Cross + step.Ask * 0.5 + step.Commit;
        Assert.Equal(Measured.Workloads.MessageSpread.InstancesUs, message / 4, 1e-9);
        Assert.All((double[])[step.Send, step.Receive, step.Cross, step.Ask, step.Commit, step.RedisPublish, step.RedisCommit], cost => Assert.True(cost > 0));
    }

    [Fact]
    public void Fewest_Always_HasCoresAndConnectionsEnough()
    {
        var needs = Needs.Fewest(new Fleet(2, 50_000, 4, 1, 1), Measured);
        var instances = needs.Traffic.Fleet.Instances;
        Assert.True(needs.InstanceCores <= instances * Measured.Instance.Cores * Measured.Instance.UsableShareOfCore);
        Assert.True(needs.Connections <= (double)instances * Measured.Instance.Connections);
    }

    [Fact]
    public void Read_InfoOfRedis_GivesRates()
    {
        var first = RedisSample.Read("total_net_input_bytes:100\r\ntotal_net_output_bytes:0\r\ncmdstat_publish:calls=5,usec=1\r\n", at: 0);
        var last = RedisSample.Read("total_net_input_bytes:300\r\ntotal_net_output_bytes:50\r\ncmdstat_publish:calls=9,usec=1\r\ncmdstat_hset:calls=2,usec=1\r\n", at: System.Diagnostics.Stopwatch.Frequency * 2);
        var rate = last.Since(first);
        Assert.Equal((2, 1, 2, 100, 25), (rate.Publishes, rate.Inner, rate.Commands, rate.BytesIn, rate.BytesOut));
    }

    [Fact]
    public void Page_ScalingTables_AreWhatTheSimulatorPrints()
    {
        var page = File.ReadAllText(Repository.File("docs", "scaling.md"));
        Assert.Contains("million", Page.Names(page));
        Assert.Equal(Page.Write(page, new Tables(Measured).All), page); // else: bench/scaling --markdown
    }
}
