using System.Diagnostics.Metrics;

namespace Baize.GameServer.Edge;

/// <summary>What the edge counts.</summary>
internal sealed class EdgeMetrics
{
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _framesIn;
    private readonly Counter<long> _bytesIn;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _signalsDropped;
    private readonly Counter<long> _slowConsumers;
    private readonly Counter<long> _refused;

    public EdgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Baize.Edge");
        _connections = meter.CreateUpDownCounter<long>("baize_connections", description: "Open WebSockets.");
        _framesIn = meter.CreateCounter<long>("baize_frames_in", description: "Frames received from clients.");
        _bytesIn = meter.CreateCounter<long>("baize_frames_in_bytes", unit: "By", description: "Bytes of these frames.");
        _deliveries = meter.CreateCounter<long>("baize_deliveries", description: "Sequenced events given to members' connections.");
        _gaps = meter.CreateCounter<long>("baize_gaps_closed", description: "Gaps in the bus that were closed from the log.");
        _signalsDropped = meter.CreateCounter<long>("baize_signals_dropped", description: "Signals not given to slow consumers.");
        _slowConsumers = meter.CreateCounter<long>("baize_slow_consumers", description: "Connections closed because they read slower than their rooms write.");
        _refused = meter.CreateCounter<long>("baize_frames_refused", description: "Frames over the rate limit.");
    }

    public void Connections(int change) => _connections.Add(change);

    public void FrameIn(int bytes)
    {
        _framesIn.Add(1);
        _bytesIn.Add(bytes);
    }

    public void Delivered(int deliveries) => _deliveries.Add(deliveries);

    public void Gap() => _gaps.Add(1);

    public void SignalDropped() => _signalsDropped.Add(1);

    public void SlowConsumer() => _slowConsumers.Add(1);

    public void Refused() => _refused.Add(1);
}
