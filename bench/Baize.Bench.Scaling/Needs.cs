namespace Baize.Bench.Scaling;

/// <summary>What a fleet's traffic needs.</summary>
internal sealed class Needs
{
    private const double Million = 1_000_000;
    private const int LogEvents = 256; // rooms.log_events
    private const int Remembered = 1_024; // RedisRoomStore.KeepApplied

    public Needs(Traffic traffic, Costs costs)
    {
        Traffic = traffic;
        var (fleet, step) = (traffic.Fleet, StepCosts.From(costs.Workloads));
        var messages = fleet.Rooms * (fleet.Signals + fleet.Messages);
        InstanceCores = (fleet.Deliveries * step.Send + messages * step.Receive
            + (traffic.Publishes + traffic.Told + traffic.Digests + traffic.Verifies + traffic.Listening) * step.Cross
            + traffic.Commits * step.Commit
            + traffic.Reads * costs.Redis.ReadUs) / Million; // a read of the registry costs who reads about what it costs Redis
        RedisCores = ((traffic.AllPublishes + traffic.Told) * costs.Redis.PublishUs + traffic.Commits * costs.Redis.CommitUs
            + (traffic.Registry + traffic.OwnerReads + traffic.Pings + traffic.Client) * costs.Redis.ReadUs) / Million;
        GentleRedisUs = fleet.Deliveries > 0 ? ((traffic.Publishes + traffic.Told) * step.RedisPublish + traffic.Commits * step.RedisCommit) / fleet.Deliveries : 0;
        Masters = Math.Max(1, (int)Math.Ceiling(RedisCores / costs.Redis.UsableShareOfCore));
        Connections = fleet.Rooms * fleet.Members;
        InstanceGb = (fleet.Instances * costs.Instance.RestMb + Connections * costs.Instance.ConnectionKb / 1024) / 1024;
        var sizes = new WireSizes(fleet.Payload);
        var room = costs.Redis.RoomOverheadBytes + (fleet.Messages > 0
            ? LogEvents * (sizes.Frame.Length + costs.Redis.EntryOverheadBytes) + Remembered * (sizes.Applied + costs.Redis.EntryOverheadBytes)
            : 0);
        RedisGb = fleet.Rooms * room / (1L << 30);
        ClientGbps = (fleet.Deliveries * (sizes.Frame.Length + 4 + costs.Wire.FrameOverheadBytes)
            + messages * (sizes.Frame.Length + 8 + costs.Wire.FrameOverheadBytes)) * 8 / 1e9;
        RedisGbps = traffic.Bytes.Total * 8 / 1e9;
    }

    public Traffic Traffic { get; }

    /// <summary>Cores that all instances keep busy.</summary>
    public double InstanceCores { get; }

    /// <summary>CPU of the instances per delivery, µs.</summary>
    public double InstanceUs => InstanceCores * Million / Traffic.Fleet.Deliveries;

    /// <summary>CPU of Redis per delivery, µs, kept busy.</summary>
    public double RedisUs => RedisCores * Million / Traffic.Fleet.Deliveries;

    /// <summary>The same at a gentle rate, at which each command wakes it; without what is said each second.</summary>
    public double GentleRedisUs { get; }

    /// <summary>Cores that Redis keeps busy; each master has one.</summary>
    public double RedisCores { get; }

    /// <summary>Masters of a Redis Cluster that it takes.</summary>
    public int Masters { get; }

    public double Connections { get; }

    public double InstanceGb { get; }

    public double RedisGb { get; }

    public double ClientGbps { get; }

    public double RedisGbps { get; }

    /// <summary>The fewest instances that carry a fleet: enough cores, and no more connections each than it should have.</summary>
    public static Needs Fewest(Fleet fleet, Costs costs)
    {
        var (most, cores) = (costs.Instance.Connections, costs.Instance.Cores * costs.Instance.UsableShareOfCore);
        var instances = Math.Max(2, (int)Math.Ceiling(fleet.Rooms * fleet.Members / most));
        while (true)
        {
            var needs = new Needs(new Traffic(fleet with { Instances = instances }, costs), costs);
            var wanted = (int)Math.Ceiling(needs.InstanceCores / cores);
            if (wanted <= instances || instances > 5_000)
                return needs;
            instances = Math.Max(instances + 1, Math.Min(wanted, instances * 5 / 4)); // what they say to each other grows with them
        }
    }
}
