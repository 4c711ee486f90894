using System.Globalization;

namespace Baize.Bench.Scaling;

/// <summary>The tables of <c>docs/scaling.md</c>.</summary>
internal sealed class Tables(Costs costs)
{
    private const double RoomsPerInstance = 125; // W1's: 250 rooms on two instances,
    private const double Rate = 10; // with ten messages a second each

    private static readonly (string Name, double Signals, double Messages)[] Plays =
    [
        ("cards: a move in 3 s", 0, 1.0 / 3),
        ("lively: 1 message/s, 2 signals/s", 2, 1),
        ("positions: 10 signals/s, 1 message in 10 s", 10, 0.1),
    ];

    private static readonly (string Name, double LocalShare)[] Ways = [("to the owner", 1), ("95 % of rooms to the owner", 0.95), ("round robin", 0)];

    /// <summary>All, by name.</summary>
    public IReadOnlyDictionary<string, Func<string>> All => new Dictionary<string, Func<string>>(StringComparer.Ordinal)
    {
        ["million"] = Million,
        ["instances"] = ByInstances,
        ["members"] = ByMembers,
        ["local"] = ByLocalShare,
        ["batches"] = Batches,
        ["fixed"] = Fixed,
        ["walls"] = Walls,
    };

    /// <summary>What a million players need.</summary>
    public string Million()
    {
        var rows = from play in Plays
                   from way in Ways
                   let needs = Needs.Fewest(new Fleet(2, 250_000, 4, play.Signals, play.Messages) { LocalShare = way.LocalShare }, costs)
                   select Row(
                       play.Name, way.Name, Whole(needs.Traffic.Fleet.Deliveries), Whole(needs.Traffic.Fleet.Instances), Short(needs.InstanceCores), Short(needs.InstanceGb),
                       Whole(needs.Traffic.Commands), Short(needs.RedisCores), Whole(needs.Masters), Short(needs.RedisGb), Short(needs.ClientGbps), Short(needs.RedisGbps));
        return Table("what is played | players come | deliveries/s | instances | their busy cores | their memory, GB | Redis commands/s | Redis, busy cores | masters | Redis' memory, GB | to and from players, Gbit/s | to and from Redis, Gbit/s", 2, rows);
    }

    private string ByInstances()
    {
        var rows = from instances in (int[])[1, 2, 4, 16, 64, 256, 1_000]
                   select Row([Whole(instances), .. Costs(new Fleet(instances, RoomsPerInstance * instances, 4, 0, 0))]);
        return Table("instances | edges of a room | " + Head, 0, rows);
    }

    private string ByMembers()
    {
        var rows = from members in (int[])[2, 4, 10, 100, 1_000, 10_000]
                   let rooms = 16 * RoomsPerInstance * 4 / members // the same deliveries
                   select Row([Whole(members), .. Costs(new Fleet(16, rooms, members, 0, 0))]);
        return Table("members | edges of a room | " + Head, 0, rows);
    }

    private string ByLocalShare()
    {
        var rows = from instances in (int[])[16, 256]
                   from share in (double[])[0, 0.5, 0.9, 0.99, 1]
                   select Row([Whole(instances), Whole(share * 100) + " %", .. Costs(new Fleet(instances, RoomsPerInstance * instances, 4, 0, 0) { LocalShare = share })]);
        return Table("instances | local rooms | edges of a room | " + Head, 0, rows);
    }

    private string Batches()
    {
        var rows = from links in (int[])[1, 3, 15, 255]
                   select Row([Whole(links), .. from rate in (int[])[100, 1_000, 5_000, 20_000] select Short(BusSimulation.Batch(links, rate, costs.Wire.RoundTripMs))]);
        return Table("other instances | 100 sends/s | 1,000 | 5,000 | 20,000", 0, rows);
    }

    private string Fixed()
    {
        var rows = from instances in (int[])[2, 16, 64, 256, 1_000]
                   let quiet = new Traffic(new Fleet(instances, 0, 4, 0, 0), costs)
                   let spread = new Traffic(new Fleet(instances, RoomsPerInstance * instances, 4, 0, 1), costs)
                   select Row(
                       Whole(instances), Whole(quiet.Reads), Whole(quiet.Commands - quiet.Reads), Whole(spread.Listening + spread.Digests + spread.Verifies),
                       Short((quiet.Commands * costs.Redis.ReadUs) / 1e6), Short(new Needs(spread, costs).RedisCores - spread.Commits * costs.Redis.CommitUs / 1e6 - (spread.Publishes + spread.Told) * costs.Redis.PublishUs / 1e6),
                       Whole(instances * costs.Redis.ConnectionsPerInstance));
        return Table("instances | reads of the registry/s | else at rest/s | between instances that share rooms/s | Redis' busy cores, no room shared | and with all rooms spread | connections of Redis", 0, rows);
    }

    private string Walls()
    {
        var usable = costs.Redis.UsableShareOfCore * 1e6;
        var publishes = usable / costs.Redis.PublishUs;
        var commits = usable / costs.Redis.CommitUs;
        var registry = Most(n => new Traffic(new Fleet(n, 0, 4, 0, 0), costs) is var t ? (t.Commands * costs.Redis.ReadUs, usable) : default);
        var pairs = Most(n => (new Needs(new Traffic(new Fleet(n, RoomsPerInstance * n, 4, 0, 0.01), costs), costs).RedisCores * 1e6, usable));
        var sizes = new WireSizes(100);
        return Table("wall | where, by these costs | what moves it", 2,
        [
            Row("publishes between instances, one Redis", $"{Whole(publishes)}/s: {Whole(publishes * 4 / (Placement.Edges(Spread.Random, 4, 16) - 1))} deliveries of signals/s in rooms of 4 spread over 16", "routing by room (none are left), then Redis Cluster: each instance's channel is on one master"),
            Row("commits, one Redis", $"{Whole(commits)}/s: {Whole(commits * 4)} deliveries of messages/s in rooms of 4, nothing else on that Redis", "Redis Cluster: a room's keys lie on one master, so n masters carry n times as many; signals for what need not be kept"),
            Row("the registry: each instance reads all records each second", $"{Whole(registry)} instances keep one Redis busy at rest", "etcd or Consul for discovery: reads are answered from memory"),
            Row("instances that share rooms speak each second", $"{Whole(pairs)} instances, with all rooms spread and hardly anything played", "routing by room; fewer, larger instances; Redis Cluster"),
            Row("connections of Redis", $"{Whole(10_000 / costs.Redis.ConnectionsPerInstance)} instances at the default <code>maxclients</code> of 10,000", "<code>maxclients</code> and the limit of open files"),
            Row("Redis' memory", $"{Short((256 * (sizes.Frame.Length + costs.Redis.EntryOverheadBytes) + 1_024 * (sizes.Applied + costs.Redis.EntryOverheadBytes) + costs.Redis.RoomOverheadBytes) / 1024)} KB for a room with a full log and 1,024 remembered requests", "<code>rooms.log_events</code>; Redis Cluster; rooms that end"),
            Row("an instance's connections", $"{Whole(costs.Instance.Connections)} as planned here: {Short(costs.Instance.Connections * costs.Instance.ConnectionKb / 1024 / 1024)} GB", "more instances"),
        ]);
    }

    private const string Head = "signal: Redis commands | bytes | CPU µs, instances | CPU µs, Redis | message: Redis commands | bytes | CPU µs, instances | CPU µs, Redis";

    private IEnumerable<string> Costs(Fleet fleet)
    {
        var (signal, message) = (Of(fleet with { Signals = Rate }), Of(fleet with { Messages = Rate }));
        return [Short(signal.Traffic.Edges), .. PerDelivery(signal), .. PerDelivery(message)];
    }

    private static IEnumerable<string> PerDelivery(Needs needs)
    {
        var (traffic, deliveries) = (needs.Traffic, needs.Traffic.Fleet.Deliveries);
        return [Short(traffic.Commands / deliveries), Whole(traffic.Bytes.Total / deliveries), Short(needs.InstanceUs), Short(needs.RedisUs)];
    }

    private Needs Of(Fleet fleet) => new(new Traffic(fleet, costs), costs);

    // The largest number of instances whose need is below what there is.
    private static int Most(Func<int, (double Needed, double There)> of)
    {
        var (least, most) = (2, 20_000);
        while (least < most)
        {
            var middle = (least + most + 1) / 2;
            var (needed, there) = of(middle);
            (least, most) = needed <= there ? (middle, most) : (least, middle - 1);
        }
        return least;
    }

    private static string Table(string head, int texts, IEnumerable<string> rows)
    {
        var columns = head.Split('|').Length;
        return $"| {head} |\n|{string.Concat(Enumerable.Range(0, columns).Select(i => i < texts || columns == 3 ? "---|" : "---:|"))}\n{string.Join('\n', rows)}";
    }

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Whole(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Three digits, of larger numbers all before the point.</summary>
    private static string Short(double number) => number switch
    {
        0 => "0",
        < 0.1 => number.ToString("0.000", CultureInfo.InvariantCulture),
        < 10 => number.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => number.ToString("0.0", CultureInfo.InvariantCulture),
        _ => Whole(number),
    };
}
