using System.Diagnostics.Metrics;

namespace Baize.Api.Routing;

/// <summary>What the router counts.</summary>
internal sealed class RouterMetrics
{
    private readonly Counter<long> _calls;
    private readonly Counter<long> _failovers;

    public RouterMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Baize.Api"); // Prometheus puts the meter's name before each
        _calls = meter.CreateCounter<long>("router_calls", description: "Calls to game-server instances, by outcome.");
        _failovers = meter.CreateCounter<long>("router_failovers", description: "Further instances asked because one refused, failed or was slow.");
    }

    public void Answered(int asked)
    {
        _calls.Add(1, new KeyValuePair<string, object?>("outcome", "answered"));
        if (asked > 1)
            _failovers.Add(asked - 1);
    }

    public void Unanswered() => _calls.Add(1, new KeyValuePair<string, object?>("outcome", "unanswered"));
}
