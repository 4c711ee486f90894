using Baize.Cluster.Bus;

namespace Baize.Bench.Scaling;

/// <summary>
/// What a fleet asks of Redis each second, command by command as the code does: <c>EdgeRooms.Signal</c>, <c>OwnerLink</c>,
/// <c>HostedRoom.FanOut</c>, <c>RoomHost.SendDigests</c>, <c>ClusterWatch</c>, <c>Registration</c>.
/// </summary>
internal sealed class Traffic
{
    private const int HeadTellings = 3; // RoomHost: seconds in which a changed head is told
    private const double VerifyEvery = 10; // ClusterWatch
    private const double EdgesHold = 5; // EdgeRooms
    private const double Beat = 10; // load_balancer.heartbeat_interval

    public Traffic(Fleet fleet, Costs costs)
    {
        Fleet = fleet;
        var sizes = new WireSizes(fleet.Payload);
        int all = fleet.Instances, n = fleet.Concerned;
        var others = fleet.Rooms * (1 - fleet.LocalShare) * (Placement.Edges(fleet.Spread, fleet.Members, n) - 1); // edges beside the owner, of all rooms
        var away = (1 - fleet.LocalShare) * (1 - Placement.AtOwner(fleet.Spread, fleet.Members, n));
        Edges = 1 + (fleet.Rooms > 0 ? others / fleet.Rooms : 0);

        // What a message and a signal send between instances: each is a publish, unless it shares one.
        Asks = fleet.Rooms * fleet.Messages * away; // the answer travels with the event
        Events = others * fleet.Messages; // published by the commit
        Signals = others * fleet.Signals;
        var perSignaller = others > 0 ? fleet.Rooms * fleet.Signals * away / others : 0;
        var wanted = perSignaller > 0 ? others / (EdgesHold + 1 / perSignaller) : 0; // which edges are there? Asked by a post, answered by one
        var sends = Asks + Signals + 2 * wanted;
        Batch = BusSimulation.Batch(n - 1, sends / n, costs.Wire.RoundTripMs);
        Publishes = sends / Batch;
        EventsPerCommit = SelfClocked.Batch(fleet.Messages, costs.Wire.RoundTripMs / 1_000);
        Commits = fleet.Rooms * fleet.Messages / EventsPerCommit;
        Told = Events / EventsPerCommit;

        // What is said each second whatever is sent: by an owner to an edge that shares rooms with it, and back.
        var possible = Placement.Pairs(fleet.Spread, fleet.Members, n);
        var pairs = Placement.Hit(possible, others);
        var told = fleet.Messages > 0 ? 1 - Math.Exp(-HeadTellings * fleet.Messages) : 0;
        Digests = Placement.Hit(possible, others * told);
        Verifies = 2 * pairs / VerifyEvery;
        Listening = all > 1 ? pairs + all * (1 - Math.Min(1, pairs / ((double)all * (all - 1)))) : 0; // the owners of its rooms, and its neighbour on the ring if that is not one
        OwnerReads = fleet.Rooms * Math.Exp(-VerifyEvery * fleet.Messages) / VerifyEvery;

        var reads = all * all * (1 + 1 / Beat);
        Registry = reads + all * (1 + 3 / Beat);
        Reads = reads;
        Probes = all;
        Pings = all;
        Client = all * costs.Client.CommandsPerSecond;

        DeliveryBytes = WireSizes.Batch * Publishes
            + Entry(Asks, sizes.AskEntry + sizes.ReplyEntry) + Entry(Events, sizes.EventsEntry) + Entry(Signals, sizes.SignalEntry)
            + Entry(wanted, 2 * WireSizes.EntryHead(BusEntryType.Post) + sizes.Named + sizes.Named * Edges)
            + WireSizes.Told * Told + sizes.Commit(1) * Commits
            + new Crossing(Commits * (EventsPerCommit - 1) * (sizes.Commit(2).In - sizes.Commit(1).In), 0);
        PairBytes = WireSizes.Batch * (Digests + Verifies)
            + Entry(Digests, WireSizes.EntryHead(BusEntryType.Post)) + Entry(others * told, sizes.Head)
            + Entry(Verifies, WireSizes.EntryHead(BusEntryType.Request)) + Entry(others / VerifyEvery, sizes.Named + sizes.Head);
        IdleBytes = WireSizes.Batch * (Listening + Probes) + Entry(Probes, WireSizes.EntryHead(BusEntryType.Post)) + WireSizes.Ping * Pings
            + sizes.Get * reads + WireSizes.Members(all) * (all * (1 + 1 / Beat)) + sizes.Beat * (all / Beat)
            + WireSizes.Owner * OwnerReads
            + new Crossing(costs.Client.BytesInPerSecond, costs.Client.BytesOutPerSecond) * all;
    }

    public Fleet Fleet { get; }

    /// <summary>Instances that have members of a room, in the mean.</summary>
    public double Edges { get; }

    /// <summary>Requests to an owner elsewhere; the answer travels with the event.</summary>
    public double Asks { get; }

    /// <summary>Events to other edges.</summary>
    public double Events { get; }

    /// <summary>Signals to other edges.</summary>
    public double Signals { get; }

    /// <summary>How many of these share a publish.</summary>
    public double Batch { get; }

    /// <summary>PUBLISH for them.</summary>
    public double Publishes { get; }

    public double Commits { get; }

    public double EventsPerCommit { get; }

    /// <summary>What commits publish themselves: a message to each other edge.</summary>
    public double Told { get; }

    /// <summary>Once a second, from owner to edge: where rooms stand that have changed.</summary>
    public double Digests { get; }

    /// <summary>Every ten seconds, from edge to owner and back: are they still yours?</summary>
    public double Verifies { get; }

    /// <summary>Once a second: does who owns rooms here, and who is next on the ring, still listen?</summary>
    public double Listening { get; }

    /// <summary>Every ten seconds, for rooms that have committed nothing: are they still ours?</summary>
    public double OwnerReads { get; }

    /// <summary>Commands of the registry, reads included.</summary>
    public double Registry { get; }

    /// <summary>GET of instances' records: each reads all, each second.</summary>
    public double Reads { get; }

    public double Probes { get; }

    public double Pings { get; }

    /// <summary>The client library's own.</summary>
    public double Client { get; }

    /// <summary>PUBLISH of all kinds.</summary>
    public double AllPublishes => Publishes + Digests + Verifies + Listening + Probes;

    /// <summary>Commands that clients send; those within a script come on top.</summary>
    public double Commands => AllPublishes + Commits + OwnerReads + Registry + Pings + Client;

    /// <summary>
    /// Commands within the commit scripts, which Redis counts too, beside what they publish: HMGET, RPUSH, HSET, RPUSH; LRANGE and LTRIM
    /// of a log that is an eighth over 256, LTRIM of remembered requests an eighth over 1,024.
    /// </summary>
    public double Inner => Commits * (4 + (Fleet.LogsAreFull ? 2.0 / 33 + 1.0 / 129 : 0));

    public Crossing DeliveryBytes { get; }

    public Crossing PairBytes { get; }

    public Crossing IdleBytes { get; }

    public Crossing Bytes => DeliveryBytes + PairBytes + IdleBytes;

    private static Crossing Entry(double count, double bytes) => new(count * bytes, count * bytes);
}
