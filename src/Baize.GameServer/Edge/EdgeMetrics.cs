using System.Diagnostics.Metrics;
using Baize.Cluster.Metrics;
using Baize.GameServer.Sockets;

namespace Baize.GameServer.Edge;

/// <summary>What the edge counts. What happens with every frame is counted in <see cref="StripedCounters"/> and read when someone asks.</summary>
internal sealed class EdgeMetrics
{
    private static readonly string[] JoinOutcomes = ["joined", "resumed", "refused", "unavailable"];

    private readonly StripedCounters _receivedFrames = new(FrameKinds.Received.Length);
    private readonly StripedCounters _receivedBytes = new(FrameKinds.Received.Length);
    private readonly StripedCounters _sentFrames = new(FrameKinds.Sent.Length);
    private readonly StripedCounters _sentBytes = new(FrameKinds.Sent.Length);
    private readonly StripedCounters _deliveries = new(2); // all; those whose event came from another instance
    private readonly Counter<long> _opened;
    private readonly Counter<long> _joins;
    private readonly Counter<long> _gapsFound;
    private readonly Counter<long> _gapsClosed;
    private readonly Counter<long> _outrun;
    private readonly Counter<long> _signalsDropped;
    private readonly Counter<long> _slowConsumers;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _fanOut;
    private int _connections;

    public EdgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Baize.Edge");
        meter.CreateObservableUpDownCounter("baize.connections", () => Volatile.Read(ref _connections), "{connection}", "Open WebSockets.");
        _opened = meter.CreateCounter<long>("baize.connections.opened", "{connection}", "WebSockets opened.");
        _joins = meter.CreateCounter<long>("baize.joins", "{join}", "Joins by their outcome: joined anew, resumed after a position, refused by the room, unavailable.");
        Observe(meter, "baize.frames.received", "{frame}", "Frames received from clients, by type.", _receivedFrames, FrameKinds.Received);
        Observe(meter, "baize.received", "By", "Bytes of the frames received, by type, without their heads.", _receivedBytes, FrameKinds.Received);
        Observe(meter, "baize.frames.sent", "{frame}", "Frames given to clients' connections, by type.", _sentFrames, FrameKinds.Sent);
        Observe(meter, "baize.sent", "By", "Bytes of the frames given to clients' connections, by type.", _sentBytes, FrameKinds.Sent);
        meter.CreateObservableCounter("baize.deliveries", () => Deliveries, "{delivery}", "Sequenced events given to members' connections.");
        meter.CreateObservableCounter("baize.deliveries.remote", () => _deliveries.Sum(1), "{delivery}", "Of these, those whose event came over the bus: the room's owner is another instance.");
        _fanOut = meter.CreateLatency("baize.fan_out.duration", "Time to give committed events to all of a room's members on this instance.");
        _gapsFound = meter.CreateCounter<long>("baize.gaps.found", "{gap}", "Gaps in what the bus brought, to be closed from the log.");
        _gapsClosed = meter.CreateCounter<long>("baize.gaps.closed", "{gap}", "Gaps closed.");
        _outrun = meter.CreateCounter<long>("baize.gaps.outrun", "{connection}", "Connections closed because the log no longer had all that they had missed.");
        _signalsDropped = meter.CreateCounter<long>("baize.signals.dropped", "{signal}", "Signals not given on: to slow consumers, or while a room changed hands.");
        _slowConsumers = meter.CreateCounter<long>("baize.slow_consumers", "{connection}", "Connections closed because they read slower than their rooms write.");
        _refused = meter.CreateCounter<long>("baize.frames.rate_limited", "{frame}", "Frames refused because their client sent too many.");
        foreach (var counter in (Counter<long>[])[_opened, _gapsFound, _gapsClosed, _outrun, _signalsDropped, _slowConsumers, _refused])
            counter.Add(0); // there from the start: an alert on a rise would not see the first one
        foreach (var outcome in JoinOutcomes)
            _joins.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <summary>Frames received since the start.</summary>
    public long FramesReceived => Sum(_receivedFrames, FrameKinds.Received.Length);

    /// <summary>Frames given to connections since the start.</summary>
    public long FramesSent => Sum(_sentFrames, FrameKinds.Sent.Length);

    /// <summary>Sequenced events given to members' connections since the start.</summary>
    public long Deliveries => _deliveries.Sum(0);

    public void Connections(int change)
    {
        Interlocked.Add(ref _connections, change);
        if (change > 0)
            _opened.Add(change);
    }

    public void Joined(JoinOutcome outcome) => _joins.Add(1, new KeyValuePair<string, object?>("outcome", JoinOutcomes[(int)outcome]));

    /// <param name="kind">A number of <see cref="FrameKinds.Received"/>.</param>
    /// <param name="bytes">Of the payload.</param>
    public void FrameIn(int kind, int bytes)
    {
        _receivedFrames.Add(kind, 1);
        _receivedBytes.Add(kind, bytes);
    }

    /// <summary>One frame was given to some connections: once for all of them.</summary>
    public void FramesOut(ReadOnlySpan<byte> wire, int receivers)
    {
        if (!WebSocketWire.IsText(wire))
            return; // pings, pongs and goodbyes
        var kind = FrameKinds.OfWire(wire);
        _sentFrames.Add(kind, receivers);
        _sentBytes.Add(kind, (long)wire.Length * receivers);
    }

    /// <summary>Committed events were given to all members here: once for all of them.</summary>
    public void Delivered(int deliveries, bool isRemote, TimeSpan duration)
    {
        _deliveries.Add(0, deliveries);
        if (isRemote)
            _deliveries.Add(1, deliveries);
        _fanOut.Record(duration.TotalSeconds);
    }

    public void Gap() => _gapsFound.Add(1);

    public void GapClosed() => _gapsClosed.Add(1);

    public void Outrun() => _outrun.Add(1);

    public void SignalDropped() => _signalsDropped.Add(1);

    public void SlowConsumer() => _slowConsumers.Add(1);

    public void Refused() => _refused.Add(1);

    private static void Observe(Meter meter, string name, string unit, string description, StripedCounters counters, string[] types)
    {
        var tags = Array.ConvertAll(types, type => new KeyValuePair<string, object?>("type", type));
        meter.CreateObservableCounter(name, () => tags.Select((tag, i) => new Measurement<long>(counters.Sum(i), tag)), unit, description);
    }

    private static long Sum(StripedCounters counters, int count)
    {
        var sum = 0L;
        for (var i = 0; i < count; i++)
            sum += counters.Sum(i);
        return sum;
    }
}
