using System.Diagnostics.Metrics;
using Baize.Cluster.Metrics;

namespace Baize.GameServer.Rooms;

/// <summary>What rooms count, on their owner: per commit, never per member.</summary>
internal sealed class RoomMetrics
{
    private static readonly string[] Causes = ["dead", "unanswered", "orphaned"];

    private readonly Meter _meter;
    private readonly Counter<long> _takeovers;
    private readonly Counter<long> _handOvers;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _restored;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _ruleFaults;
    private readonly Counter<long> _slowRules;
    private readonly Histogram<double> _commit;
    private readonly Histogram<double> _takeover;
    private readonly Histogram<double> _handOver;
    private long _events;
    private long _eventPosts;
    private long _commits;

    public RoomMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Baize.Rooms");
        _takeovers = _meter.CreateCounter<long>("baize.takeovers", "{room}", "Rooms claimed that another instance had owned, by cause.");
        _takeover = _meter.CreateLatency("baize.takeover.duration", "Time from the claim of a room taken over to its first commit, from where on it answers.");
        _handOvers = _meter.CreateCounter<long>("baize.handovers", "{room}", "Rooms given to another instance (out) and received from one (in).");
        _handOver = _meter.CreateLatency("baize.handover.duration", "Time from the claim of a room received to its first commit, from where on it answers.");
        _fenced = _meter.CreateCounter<long>("baize.rooms.fenced", "{room}", "Rooms let go because another instance had claimed them.");
        _restored = _meter.CreateCounter<long>("baize.rooms.restored", "{room}", "Rooms written anew from memory because the store had lost them.");
        _retries = _meter.CreateCounter<long>("baize.commit.retries", "{commit}", "Commits tried again because the store did not answer.");
        _commit = _meter.CreateLatency("baize.commit.duration", "Time from the start of a commit to its end, retries included.");
        _ruleFaults = _meter.CreateCounter<long>("baize.rules.failed", "{rule}", "Rules of a game that threw.");
        _slowRules = _meter.CreateCounter<long>("baize.rules.slow", "{rule}", "Rules of a game that took more than a second.");
        _meter.CreateObservableCounter("baize.events.committed", () => Events, "{event}", "Events committed.");
        _meter.CreateObservableCounter("baize.events.posted", () => Volatile.Read(ref _eventPosts), "{event}", "Committed events given to edges: each as often as there are instances with members.");
        foreach (var counter in (Counter<long>[])[_fenced, _restored, _retries, _ruleFaults, _slowRules])
            counter.Add(0);
        foreach (var cause in Causes)
            _takeovers.Add(0, new KeyValuePair<string, object?>("cause", cause));
        foreach (var direction in (string[])["in", "out"])
            _handOvers.Add(0, new KeyValuePair<string, object?>("direction", direction));
    }

    /// <summary>Events committed since the start.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Commits since the start.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Has the rooms looked at whenever someone collects.</summary>
    public void Observe(RoomHost host)
    {
        _meter.CreateObservableUpDownCounter("baize.rooms", () => ByGameAndStatus(host), "{room}", "Rooms owned by this instance, by game and status.");
        _meter.CreateObservableUpDownCounter("baize.mailbox.mails", () => host.Rooms.Sum(r => r.Waiting), "{mail}", "Requests that wait in rooms' mailboxes.");
    }

    public void TakenOver(TakeoverCause cause)
    {
        if (cause == TakeoverCause.HandedOver)
            _handOvers.Add(1, new KeyValuePair<string, object?>("direction", "in"));
        else
            _takeovers.Add(1, new KeyValuePair<string, object?>("cause", Causes[(int)cause]));
    }

    /// <summary>A room that was taken over has committed, and answers.</summary>
    public void Answers(TakeoverCause cause, TimeSpan since) =>
        (cause == TakeoverCause.HandedOver ? _handOver : _takeover).Record(since.TotalSeconds);

    public void HandedOver() => _handOvers.Add(1, new KeyValuePair<string, object?>("direction", "out"));

    public void Fenced() => _fenced.Add(1);

    public void Restored() => _restored.Add(1);

    public void RuleFailed() => _ruleFaults.Add(1);

    public void RuleSlow() => _slowRules.Add(1);

    public void CommitRetried() => _retries.Add(1);

    public void Committed(TimeSpan duration, int events)
    {
        _commit.Record(duration.TotalSeconds);
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _events, events);
    }

    public void FannedOut(int events, int edges) => Interlocked.Add(ref _eventPosts, events * (long)edges);

    private static IEnumerable<Measurement<int>> ByGameAndStatus(RoomHost host) =>
        host.Rooms.GroupBy(r => (r.Game, r.Status)).Select(g => new Measurement<int>(
            g.Count(), new KeyValuePair<string, object?>("game", g.Key.Game), new KeyValuePair<string, object?>("status", g.Key.Status)));
}
