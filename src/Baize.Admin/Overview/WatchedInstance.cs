using Baize.Admin.Platform;

namespace Baize.Admin.Overview;

/// <summary>An instance over time, as the sampler follows it. One thread at a time.</summary>
internal sealed class WatchedInstance(ListedInstance listed)
{
    private bool _wasAsked;
    private InstanceStats? _stats;
    private DrainStart? _drainStart;

    public ListedInstance Listed { get; private set; } = listed;

    public bool IsListed { get; private set; } = true;

    /// <summary>Whether it answered the last look.</summary>
    public bool Answers { get; private set; }

    /// <summary>Why it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Since when it neither answers nor is listed, Unix milliseconds; 0: it does or is.</summary>
    public long GoneSince { get; private set; }

    private long HeardAt { get; set; }

    /// <summary>As the registry has it now; null: it does not.</summary>
    public void Take(ListedInstance? listed)
    {
        IsListed = listed is not null;
        Listed = listed ?? Listed;
    }

    /// <summary>What it answered.</summary>
    /// <returns>Whether that it answers, or does not, is new.</returns>
    public bool Take(PlatformAnswer answer, long now)
    {
        var stats = answer.IsSuccess ? answer.Read(AdminJson.Default.InstanceStats) : null;
        Fault = stats is null ? answer.Describe()
            : stats.InstanceId != Listed.InstanceId ? $"At its address answers {stats.InstanceId}."
            : null;
        var changed = !_wasAsked || Answers != Fault is null;
        _wasAsked = true;
        Answers = Fault is null;
        if (Answers)
            (_stats, HeardAt) = (stats, now);
        GoneSince = Answers || IsListed ? 0 : GoneSince == 0 ? now : GoneSince;
        var drains = Answers && stats!.State == "draining";
        _drainStart = !Answers ? _drainStart : drains ? _drainStart ?? new DrainStart(now, Math.Max(stats!.Connections, Listed.Connections), Math.Max(stats.Rooms, Listed.Rooms)) : null;
        return changed;
    }

    /// <summary>As the page shows it: what it said last, and that it no longer does.</summary>
    public InstanceRow Row() => new(Listed.InstanceId, Listed.Address, Listed.Port, Answers ? _stats!.State : IsListed ? "silent" : "gone")
    {
        Listed = IsListed,
        Ready = Answers && _stats!.Ready,
        Reason = Answers ? _stats!.Reason : null,
        Fault = Fault,
        Drain = Answers ? _stats!.Drain : null,
        DrainStart = _drainStart,
        Connections = Answers ? _stats!.Connections : 0,
        Rooms = Answers ? _stats!.Rooms : 0,
        EdgeRooms = Answers ? _stats!.EdgeRooms : 0,
        FramesIn = Answers ? _stats!.FramesInPerSecond : 0,
        FramesOut = Answers ? _stats!.FramesOutPerSecond : 0,
        Deliveries = Answers ? _stats!.DeliveriesPerSecond : 0,
        Commits = Answers ? _stats!.CommitsPerSecond : 0,
        Cpu = Answers ? _stats!.Cpu : 0,
        MemoryBytes = Answers ? _stats!.MemoryBytes : 0,
        UptimeMs = Answers ? _stats!.UptimeMs : 0,
        Version = _stats?.Version ?? Listed.Version,
        Pid = _stats?.Pid ?? Listed.Pid,
        HeartbeatAt = Listed.HeartbeatAt,
        HeardAt = HeardAt,
    };
}
