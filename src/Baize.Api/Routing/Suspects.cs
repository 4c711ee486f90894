using System.Collections.Concurrent;
using Baize.Cluster.Instances;

namespace Baize.Api.Routing;

/// <summary>Instances that did not answer a moment ago. They are asked last, so that not every request waits for a dead one until its record expires.</summary>
internal sealed partial class Suspects(TimeProvider time, ILogger<Suspects> logger)
{
    /// <summary>How long an instance stays suspect: short, for one that comes back owns rooms.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Whether it did not answer a moment ago.</summary>
    public bool Contains(string instanceId) => _since.TryGetValue(instanceId, out var since) && time.GetElapsedTime(since) < Period;

    /// <summary>It did not answer.</summary>
    public void Add(InstanceRecord instance, string reason)
    {
        var isNew = !_since.ContainsKey(instance.InstanceId);
        _since[instance.InstanceId] = time.GetTimestamp();
        if (isNew)
            Log.InstanceSilent(logger, instance.InstanceId, instance.Address, instance.Port, reason);
    }

    /// <summary>It answered.</summary>
    public void Remove(InstanceRecord instance)
    {
        if (!_since.IsEmpty && _since.TryRemove(instance.InstanceId, out _))
            Log.InstanceAnswers(logger, instance.InstanceId);
    }

    /// <summary>Forgets those that are no longer listed.</summary>
    public void Keep(IReadOnlyList<InstanceRecord> listed)
    {
        foreach (var (id, _) in _since)
        {
            if (!listed.Any(i => i.InstanceId == id))
                _since.TryRemove(id, out _);
        }
    }

    private static partial class Log // ids 4010-4019
    {
        [LoggerMessage(4010, LogLevel.Warning, "Instance {InstanceId} at {Address}:{Port} does not answer ({Reason}); others are asked.", EventName = "InstanceSilent")]
        public static partial void InstanceSilent(ILogger logger, string instanceId, string address, int port, string reason);

        [LoggerMessage(4011, LogLevel.Information, "Instance {InstanceId} answers again.", EventName = "InstanceAnswers")]
        public static partial void InstanceAnswers(ILogger logger, string instanceId);
    }
}
