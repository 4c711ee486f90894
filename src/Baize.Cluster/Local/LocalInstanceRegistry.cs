using System.Collections.Concurrent;
using Baize.Cluster.Instances;

namespace Baize.Cluster.Local;

/// <summary>The registry of single-instance mode: this process alone.</summary>
internal sealed class LocalInstanceRegistry : IInstanceRegistry
{
    private readonly ConcurrentDictionary<string, InstanceRecord> _records = new(StringComparer.Ordinal);

    public ValueTask<bool> TryRegisterAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_records.TryAdd(record.InstanceId, record));

    public ValueTask RenewAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        _records[record.InstanceId] = record;
        return ValueTask.CompletedTask;
    }

    public ValueTask UnregisterAsync(string instanceId, CancellationToken cancellationToken)
    {
        _records.TryRemove(instanceId, out _);
        return ValueTask.CompletedTask;
    }

    public ValueTask<InstanceRecord?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_records.GetValueOrDefault(instanceId));

    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<InstanceRecord>>([.. _records.Values]);

    public ValueTask<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);
}
