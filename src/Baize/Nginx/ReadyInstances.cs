using Baize.Cluster.Instances;

namespace Baize.Nginx;

/// <summary>
/// Who may be sent something new: the active ones of the registry. One that vanishes from it without a word but says that it is ready
/// is kept for a minute: an emptied Redis forgets instances that serve on and are back on the list with their next heartbeat.
/// </summary>
internal sealed class ReadyInstances(IReadyCheck check, TimeProvider time)
{
    /// <summary>Twice the usual <c>instance_ttl</c>: whoever has not come back by then has another registry.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string, int), long> _missing = [];
    private IReadOnlyList<InstanceRecord> _last = [];

    /// <summary>Those of a list, in the order of their addresses: an unchanged cluster makes an unchanged file.</summary>
    public async Task<IReadOnlyList<InstanceRecord>> OfAsync(InstanceList list, CancellationToken cancellationToken)
    {
        var listed = list.Instances.Select(Place).ToHashSet();
        var ready = list.Instances.Where(i => i.State == InstanceState.Active).ToList();
        foreach (var gone in _last.Where(i => !listed.Contains(Place(i))))
        {
            if (!_missing.TryGetValue(Place(gone), out var since))
                _missing[Place(gone)] = since = time.GetTimestamp();
            if (time.GetElapsedTime(since) < Kept && await check.IsReadyAsync(gone, cancellationToken))
                ready.Add(gone);
        }
        // One whose process was started anew under another id may be listed twice until the old record expires.
        _last = [.. ready.DistinctBy(Place).OrderBy(i => i.Address, StringComparer.Ordinal).ThenBy(i => i.Port)];
        foreach (var place in _missing.Keys.Where(p => listed.Contains(p) || !_last.Any(i => Place(i) == p)).ToList())
            _missing.Remove(place);
        return _last;
    }

    private static (string, int) Place(InstanceRecord instance) => (instance.Address, instance.Port);
}
