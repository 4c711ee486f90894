using Baize.Cluster.Instances;

namespace Baize.Cluster.Local;

/// <summary>The registry of single-instance mode: this process alone. The same rules as in Redis, expiry included.</summary>
internal sealed class LocalInstanceRegistry(TimeProvider time) : IInstanceRegistry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _records = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _listed = new(StringComparer.Ordinal);

    public ValueTask<bool> TryReserveAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Live(record.InstanceId) is not null)
                return ValueTask.FromResult(false);
            _records[record.InstanceId] = new Entry(record, time.GetTimestamp(), ttl);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask RenewAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _records[record.InstanceId] = new Entry(record, time.GetTimestamp(), ttl);
            _listed.Add(record.InstanceId);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask UnregisterAsync(string instanceId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _records.Remove(instanceId);
            _listed.Remove(instanceId);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<InstanceRecord?> GetAsync(string instanceId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(Live(instanceId));
    }

    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<InstanceRecord>>([.. _listed.Select(Live).OfType<InstanceRecord>()]);
    }

    public ValueTask<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            string[] dead = [.. _listed.Where(id => Live(id) is null)];
            _listed.ExceptWith(dead);
            return ValueTask.FromResult<IReadOnlyList<string>>(dead);
        }
    }

    private InstanceRecord? Live(string instanceId) =>
        _records.TryGetValue(instanceId, out var entry) && time.GetElapsedTime(entry.WrittenAt) < entry.Ttl ? entry.Record : null;

    private sealed record Entry(InstanceRecord Record, long WrittenAt, TimeSpan Ttl);
}
