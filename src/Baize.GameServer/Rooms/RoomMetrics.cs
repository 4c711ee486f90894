using System.Diagnostics.Metrics;

namespace Baize.GameServer.Rooms;

/// <summary>What rooms count, on their owner.</summary>
internal sealed class RoomMetrics
{
    private readonly UpDownCounter<long> _rooms;
    private readonly Counter<long> _takeovers;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _events;
    private readonly Counter<long> _edgePosts;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _commit;

    public RoomMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Baize.Rooms");
        _rooms = meter.CreateUpDownCounter<long>("baize_rooms_owned", description: "Rooms owned by this instance.");
        _takeovers = meter.CreateCounter<long>("baize_room_takeovers", description: "Rooms claimed that had a record already.");
        _fenced = meter.CreateCounter<long>("baize_room_fenced", description: "Rooms let go because another instance had claimed them.");
        _events = meter.CreateCounter<long>("baize_room_events", description: "Events committed.");
        _edgePosts = meter.CreateCounter<long>("baize_room_event_edges", description: "Edges that committed events were sent to.");
        _retries = meter.CreateCounter<long>("baize_room_commit_retries", description: "Commits tried again because the store did not answer.");
        _commit = meter.CreateHistogram<double>("baize_room_commit_duration", unit: "s", description: "Time from the start of a commit to its end, retries included.");
    }

    public void Rooms(int change) => _rooms.Add(change);

    public void TakenOver() => _takeovers.Add(1);

    public void Fenced() => _fenced.Add(1);

    public void CommitRetried() => _retries.Add(1);

    public void Committed(TimeSpan duration, int events)
    {
        _commit.Record(duration.TotalSeconds);
        _events.Add(events);
    }

    public void FannedOut(int events, int edges) => _edgePosts.Add(events * (long)edges);
}
