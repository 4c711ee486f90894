using Baize.Cluster.Instances;

namespace Baize.Cluster.Discovery;

/// <summary>
/// The instances as this process knows them. While the service is away the last that it said stands. When it is back with
/// less than it had (it may have lost all, or lets those expire whom it could not hear), what is missing stays for a while:
/// time enough for the living to register again.
/// </summary>
internal sealed class DiscoveryView(TimeProvider time)
{
    /// <summary>How long what is missing after an outage is still given out: the living are back within it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (InstanceRecord Record, long Since)> _missing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private DiscoverySnapshot? _now;
    private long _backSince;

    /// <summary>Takes what the service holds, unless it is older than what is known.</summary>
    public void Accept(DiscoverySnapshot next)
    {
        lock (_lock)
        {
            if (_now is { } before)
            {
                if (next.Revision < before.Revision && !next.IsReset)
                    return;
                if (next.IsReset)
                    _backSince = time.GetTimestamp();
                if (_backSince != 0 && time.GetElapsedTime(_backSince) < Grace)
                    NoteMissing(before, next);
            }
            foreach (var id in next.Records.Keys)
                _missing.Remove(id);
            _now = next;
        }
    }

    /// <summary>An id of this process: its absence is not glossed over, since it is how the process learns that it must register again.</summary>
    public void Own(string instanceId)
    {
        lock (_lock)
            _own.Add(instanceId);
    }

    /// <summary>An id that this process has taken away.</summary>
    public void Forget(string instanceId)
    {
        lock (_lock)
        {
            _own.Remove(instanceId);
            _missing.Remove(instanceId);
        }
    }

    public InstanceRecord? Find(string instanceId)
    {
        lock (_lock)
            return _now?.Records.GetValueOrDefault(instanceId) ?? (IsGraced(instanceId) ? _missing[instanceId].Record : null);
    }

    /// <summary>Those who are listed, by id.</summary>
    public IReadOnlyList<InstanceRecord> List()
    {
        lock (_lock)
        {
            var listed = new List<InstanceRecord>();
            foreach (var id in _now?.Listed ?? new HashSet<string>())
            {
                if (_now!.Records.GetValueOrDefault(id) is { } record)
                    listed.Add(record);
            }
            listed.AddRange(_missing.Keys.Where(IsGraced).Select(id => _missing[id].Record));
            listed.Sort((a, b) => string.CompareOrdinal(a.InstanceId, b.InstanceId));
            return listed;
        }
    }

    /// <summary>The ids on the list without a record.</summary>
    public IReadOnlyList<string> Dead()
    {
        lock (_lock)
            return _now is null ? [] : [.. _now.Listed.Where(id => !_now.Records.ContainsKey(id) && !IsGraced(id))];
    }

    private bool IsGraced(string instanceId) =>
        _missing.TryGetValue(instanceId, out var missing) && !_own.Contains(instanceId) && time.GetElapsedTime(missing.Since) < Grace;

    private void NoteMissing(DiscoverySnapshot before, DiscoverySnapshot next)
    {
        foreach (var (id, missing) in _missing)
        {
            if (time.GetElapsedTime(missing.Since) >= Grace)
                _missing.Remove(id);
        }
        foreach (var id in before.Listed)
        {
            // Off the list too while we looked on: it left.
            var left = !next.IsReset && !next.Listed.Contains(id);
            if (!left && !next.Records.ContainsKey(id) && before.Records.GetValueOrDefault(id) is { } record)
                _missing.TryAdd(id, (record, time.GetTimestamp()));
        }
    }
}
