using System.Collections.Concurrent;

namespace Baize.Gateway.Health;

/// <summary>How all upstreams do: what the probe finds every second, and what requests find meanwhile.</summary>
internal sealed partial class HealthBook(TimeProvider time, ILogger<HealthBook> logger)
{
    private readonly ConcurrentDictionary<Upstream, Entry> _entries = new();

    /// <summary>How one does.</summary>
    public Condition Of(Upstream upstream) => _entries.TryGetValue(upstream, out var entry) ? entry.Condition : Condition.Ready;

    /// <summary>For how long it has not answered; zero where it does.</summary>
    public TimeSpan SilentFor(Upstream upstream) =>
        _entries.TryGetValue(upstream, out var entry) && entry.Condition == Condition.Silent ? time.GetElapsedTime(entry.Since) : TimeSpan.Zero;

    /// <summary>It was found so.</summary>
    /// <param name="upstream">Who.</param>
    /// <param name="condition">How it does.</param>
    /// <param name="reason">Why, where it is not ready.</param>
    public void Note(Upstream upstream, Condition condition, string reason)
    {
        var before = _entries.TryGetValue(upstream, out var entry) ? entry.Condition : Condition.Ready;
        if (before == condition)
            return;
        _entries[upstream] = new Entry(condition, time.GetTimestamp());
        switch (condition)
        {
            case Condition.Silent:
                Log.UpstreamSilent(logger, upstream.Kind, upstream.Name, upstream.Address.Authority, reason);
                break;
            case Condition.NotReady:
                Log.UpstreamNotReady(logger, upstream.Kind, upstream.Name, reason);
                break;
            default:
                Log.UpstreamReady(logger, upstream.Kind, upstream.Name);
                break;
        }
    }

    /// <summary>Forgets all others.</summary>
    public void Keep(IReadOnlySet<Upstream> upstreams)
    {
        foreach (var (upstream, _) in _entries)
        {
            if (!upstreams.Contains(upstream))
                _entries.TryRemove(upstream, out _);
        }
    }

    private sealed record Entry(Condition Condition, long Since);

    private static partial class Log // ids 6020-6029
    {
        [LoggerMessage(6020, LogLevel.Warning, "The {Kind} {Name} at {Address} does not answer ({Reason}); others are asked.", EventName = "UpstreamSilent")]
        public static partial void UpstreamSilent(ILogger logger, string kind, string name, string address, string reason);

        [LoggerMessage(6021, LogLevel.Information, "The {Kind} {Name} is not ready ({Reason}); others go first.", EventName = "UpstreamNotReady")]
        public static partial void UpstreamNotReady(ILogger logger, string kind, string name, string reason);

        [LoggerMessage(6022, LogLevel.Information, "The {Kind} {Name} is ready again.", EventName = "UpstreamReady")]
        public static partial void UpstreamReady(ILogger logger, string kind, string name);
    }
}
