using Baize.Loadtest.Accounting;

namespace Baize.Loadtest;

/// <summary>What one thread counts. Its numbers may be read by others, at any time; the histograms only when the thread is done.</summary>
internal sealed class LoadTally
{
    private const int MostFaults = 10;

    private readonly List<string> _faults = [];
    private long _deliveries;
    private long _distinct;
    private long _sent;
    private int _ready;

    /// <summary>Messages that came, copies included, since the test began.</summary>
    public long Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Messages of this run that came, each counted once.</summary>
    public long Distinct => Volatile.Read(ref _distinct);

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Clients that are ready.</summary>
    public int Ready => Volatile.Read(ref _ready);

    public long Acks { get; set; }

    public long Refused { get; private set; }

    /// <summary>Connections that ended.</summary>
    public int Lost { get; private set; }

    /// <summary>From when it was due to when it came.</summary>
    public LatencyHistogram Latency { get; private set; } = new();

    /// <summary>From when it was due to when it was sent: how late this tool was.</summary>
    public LatencyHistogram Lag { get; private set; } = new();

    /// <summary>The first faults, in words.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public void BeginRun()
    {
        Volatile.Write(ref _distinct, 0);
        Volatile.Write(ref _sent, 0);
        (Latency, Lag, Acks, Refused) = (new(), new(), 0, 0);
    }

    public void OnDelivery() => Volatile.Write(ref _deliveries, _deliveries + 1);

    public void OnDistinct() => Volatile.Write(ref _distinct, _distinct + 1);

    public void OnSent() => Volatile.Write(ref _sent, _sent + 1);

    public void OnReady() => Volatile.Write(ref _ready, _ready + 1);

    public void OnRefused(string why)
    {
        Refused++;
        Fault($"refused: {why}");
    }

    public void OnLost(string why)
    {
        Lost++;
        Fault(why);
    }

    private void Fault(string what)
    {
        if (_faults.Count < MostFaults && !_faults.Contains(what, StringComparer.Ordinal))
            _faults.Add(what);
    }
}
