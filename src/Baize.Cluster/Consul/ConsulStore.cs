using System.Collections.Concurrent;
using System.Net;
using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;

namespace Baize.Cluster.Consul;

/// <summary>
/// The instances in Consul's key-value store: <c>&lt;prefix&gt;record/&lt;id&gt;</c>, which a session holds, and
/// <c>&lt;prefix&gt;listed/&lt;id&gt;</c>, which nobody holds. Each step is one transaction.
/// </summary>
/// <param name="address">Of the agent.</param>
/// <param name="token">For its ACL; empty: none.</param>
/// <param name="prefix">Before each key; ends with a slash.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsulStore(Uri address, string token, string prefix, TimeProvider time) : IDiscoveryStore
{
    /// <summary>How long a question waits for a change. Short: an agent that is silent is known as such a second or two later.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    /// <summary>The least time from one question to the next: each answer holds all instances, and a fleet's heartbeats would make many.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConsulCalls _calls = new(address, token, time);
    private readonly ConcurrentDictionary<string, ConsulLease> _held = new(StringComparer.Ordinal);
    private readonly string _record = $"{prefix}record/";
    private readonly string _listed = $"{prefix}listed/";

    private ConsulLeases Leases => new(_calls, time);

    public string Name => _calls.Name;

    public async ValueTask<bool> TryHoldAsync(string instanceId, byte[] record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var lease = await Leases.MakeAsync(Instance(instanceId, record), ttl, cancellationToken);
        var reply = await _calls.PutAsync($"kv/{_record}{Uri.EscapeDataString(instanceId)}?acquire={lease.Session}", record, cancellationToken);
        if (reply.IsOk && reply.Text.Trim() == "true")
        {
            _held[instanceId] = lease;
            return true;
        }
        await Leases.EndAsync(lease, cancellationToken);
        return reply.IsOk ? false : throw _calls.Refused(reply);
    }

    public async ValueTask HoldAsync(string instanceId, byte[] record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var old = _held.GetValueOrDefault(instanceId);
        if (old?.Ttl == ttl && await Leases.KeepAsync(old, cancellationToken) && (await RunAsync(Writes(instanceId, record, old), cancellationToken)).IsOk)
            return;
        var lease = await Leases.MakeAsync(Instance(instanceId, record), ttl, cancellationToken); // the first, or the old one has ended or lasts for another time
        var delete = new ConsulStep(new ConsulKeyStep("delete", _record + instanceId)); // an earlier process of this id may hold it still
        var reply = await RunAsync([delete, .. Writes(instanceId, record, lease)], cancellationToken);
        if (!reply.IsOk)
        {
            await Leases.EndAsync(lease, cancellationToken);
            throw _calls.Refused(reply);
        }
        _held[instanceId] = lease;
        if (old is not null)
            await Leases.EndAsync(old, cancellationToken);
    }

    public async ValueTask ReleaseAsync(string instanceId, CancellationToken cancellationToken)
    {
        var reply = await RunAsync(
            [new ConsulStep(new ConsulKeyStep("delete", _record + instanceId)), new ConsulStep(new ConsulKeyStep("delete", _listed + instanceId))], cancellationToken);
        if (!reply.IsOk)
            throw _calls.Refused(reply);
        if (_held.TryRemove(instanceId, out var lease))
            await Leases.EndAsync(lease, cancellationToken);
    }

    public async ValueTask<bool> SweepAsync(string instanceId, CancellationToken cancellationToken)
    {
        ConsulStep[] steps =
        [
            new(new ConsulKeyStep("check-not-exists", _record + instanceId)),
            new(new ConsulKeyStep("get", _listed + instanceId)), // fails where another has swept it
            new(new ConsulKeyStep("delete", _listed + instanceId)),
        ];
        return (await RunAsync(steps, cancellationToken)).IsOk;
    }

    public async ValueTask<DiscoverySnapshot> ReadAsync(CancellationToken cancellationToken) =>
        Parse(await _calls.GetAsync($"kv/{prefix}?recurse", cancellationToken));

    public async Task FollowAsync(DiscoverySnapshot from, Action<DiscoverySnapshot> changed, CancellationToken cancellationToken)
    {
        for (var index = from.Revision; ;)
        {
            var path = $"kv/{prefix}?recurse&index={index}&wait={(int)Wait.TotalMilliseconds}ms";
            var next = Parse(await _calls.GetAsync(path, Wait, cancellationToken));
            if (next.Revision == index)
                continue;
            // An index that falls back: the servers were restored from an old copy, or begin anew.
            changed(next.Revision > index ? next : next with { IsReset = true });
            index = next.Revision;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    // A check may have any time; only sessions have bounds, and ours have no time of their own.
    public ValueTask<TimeSpan?> ShortestAsync(TimeSpan ttl, CancellationToken cancellationToken) => ValueTask.FromResult<TimeSpan?>(null);

    public ValueTask DisposeAsync()
    {
        _calls.Dispose();
        return ValueTask.CompletedTask;
    }

    // 409: a step has failed, and none was done. A session that has ended in the meantime is such a failure too.
    private async ValueTask<ConsulReply> RunAsync(ConsulStep[] steps, CancellationToken cancellationToken)
    {
        var reply = await _calls.PutAsync("txn", steps, ConsulJson.Default.ConsulStepArray, cancellationToken);
        return reply.Status is HttpStatusCode.OK or HttpStatusCode.Conflict ? reply : throw _calls.Refused(reply);
    }

    private ConsulStep[] Writes(string instanceId, byte[] record, ConsulLease lease) =>
    [
        new(new ConsulKeyStep("lock", _record + instanceId, record, lease.Session)),
        new(new ConsulKeyStep("set", _listed + instanceId, "1"u8.ToArray())),
    ];

    private DiscoverySnapshot Parse(ConsulReply reply)
    {
        if (reply.Status is not (HttpStatusCode.OK or HttpStatusCode.NotFound))
            throw _calls.Refused(reply);
        var records = new Dictionary<string, InstanceRecord?>(StringComparer.Ordinal);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in reply.IsOk ? ConsulText.Read(reply.Body, ConsulJson.Default.ConsulPairArray) : [])
        {
            if (pair.Key.StartsWith(_record, StringComparison.Ordinal))
                records[pair.Key[_record.Length..]] = InstanceBytes.Read(pair.Key[_record.Length..], pair.Value);
            else if (pair.Key.StartsWith(_listed, StringComparison.Ordinal))
                listed.Add(pair.Key[_listed.Length..]);
        }
        return new DiscoverySnapshot(Math.Max(1, reply.Index), records, listed);
    }

    private static InstanceRecord Instance(string instanceId, byte[] record) =>
        InstanceBytes.Read(instanceId, record) ?? new InstanceRecord(instanceId, "", 0, 0);
}
