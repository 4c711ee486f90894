using System.Diagnostics.Metrics;

namespace Baize.Api.Routing;

/// <summary>What the router counts.</summary>
internal sealed class RouterMetrics
{
    private static readonly KeyValuePair<string, object?> IsAnswered = new("outcome", "answered");
    private static readonly KeyValuePair<string, object?> IsUnanswered = new("outcome", "unanswered");

    private readonly Counter<long> _calls;
    private readonly Counter<long> _failovers;

    public RouterMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Baize.Api");
        _calls = meter.CreateCounter<long>("baize.router.calls", "{call}", "Calls to game-server instances, by outcome.");
        _failovers = meter.CreateCounter<long>("baize.router.failovers", "{call}", "Further instances asked because one refused, failed or was slow.");
        _calls.Add(0, IsAnswered);
        _calls.Add(0, IsUnanswered);
        _failovers.Add(0);
    }

    public void Answered(int asked)
    {
        _calls.Add(1, IsAnswered);
        if (asked > 1)
            _failovers.Add(asked - 1);
    }

    public void Unanswered() => _calls.Add(1, IsUnanswered);
}
