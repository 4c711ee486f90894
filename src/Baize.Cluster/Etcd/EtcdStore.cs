using System.Collections.Concurrent;
using Baize.Cluster.Discovery;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Mvccpb;

namespace Baize.Cluster.Etcd;

/// <summary>
/// The instances in etcd: <c>&lt;prefix&gt;record/&lt;id&gt;</c>, which hangs on a lease, and <c>&lt;prefix&gt;listed/&lt;id&gt;</c>,
/// which does not. Each step is one transaction.
/// </summary>
/// <param name="endpoints">The members.</param>
/// <param name="prefix">Before each key; ends with a slash.</param>
/// <param name="time">The clock.</param>
internal sealed class EtcdStore(IReadOnlyList<Uri> endpoints, string prefix, TimeProvider time) : IDiscoveryStore
{
    /// <summary>Has a member that has lost the others end the watch: else it would be silent, and look well.</summary>
    private static readonly Metadata RequireLeader = new() { { "hasleader", "true" } };

    private readonly EtcdCalls _calls = new([.. endpoints.Select(e => new EtcdMember(e))], time);
    private readonly EtcdKeys _keys = new(prefix);
    private readonly ConcurrentDictionary<string, EtcdLease> _leases = new(StringComparer.Ordinal);

    public string Name => _calls.Name;

    public async ValueTask<bool> TryHoldAsync(string instanceId, byte[] record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var lease = await GrantAsync(ttl, cancellationToken);
        var isOurs = (await RunAsync(
            new TxnRequest
            {
                Compare = { Absent(_keys.Record(instanceId)) },
                Success = { Put(_keys.Record(instanceId), record, lease.Id) },
            },
            cancellationToken)).Succeeded;
        if (isOurs)
            _leases[instanceId] = lease;
        else
            await RevokeAsync(lease, cancellationToken);
        return isOurs;
    }

    public async ValueTask HoldAsync(string instanceId, byte[] record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var old = _leases.GetValueOrDefault(instanceId);
        if (old?.Ttl == ttl && await KeepAliveAsync(old, cancellationToken) && await TryPutAsync(instanceId, record, old, cancellationToken))
            return;
        var lease = await GrantAsync(ttl, cancellationToken); // the first, or the old one has expired or lasts for another time
        if (!await TryPutAsync(instanceId, record, lease, cancellationToken))
            throw new ClusterUnavailableException($"{Name} has lost the lease that it has just granted.");
        _leases[instanceId] = lease;
        if (old is not null)
            await RevokeAsync(old, cancellationToken);
    }

    public async ValueTask ReleaseAsync(string instanceId, CancellationToken cancellationToken)
    {
        await RunAsync(new TxnRequest { Success = { Delete(_keys.Record(instanceId)), Delete(_keys.Listed(instanceId)) } }, cancellationToken);
        if (_leases.TryRemove(instanceId, out var lease))
            await RevokeAsync(lease, cancellationToken);
    }

    public async ValueTask<bool> SweepAsync(string instanceId, CancellationToken cancellationToken)
    {
        var reply = await RunAsync(
            new TxnRequest { Compare = { Absent(_keys.Record(instanceId)) }, Success = { Delete(_keys.Listed(instanceId)) } }, cancellationToken);
        return reply.Succeeded && reply.Responses[0].ResponseDeleteRange.Deleted == 1;
    }

    public async ValueTask<DiscoverySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new RangeRequest { Key = _keys.First, RangeEnd = _keys.End };
        var reply = await _calls.AskAsync((m, options) => m.Keys.RangeAsync(request, options).ResponseAsync, cancellationToken);
        var content = new EtcdContent(_keys);
        foreach (var pair in reply.Kvs)
            content.Set(pair);
        return content.At(reply.Header.Revision);
    }

    public async Task FollowAsync(DiscoverySnapshot from, Action<DiscoverySnapshot> changed, CancellationToken cancellationToken)
    {
        var content = new EtcdContent(_keys, from);
        var member = _calls.Current;
        try
        {
            using var watch = member.Watches.Watch(RequireLeader, cancellationToken: cancellationToken);
            await watch.RequestStream.WriteAsync(
                new WatchRequest { CreateRequest = new WatchCreateRequest { Key = _keys.First, RangeEnd = _keys.End, StartRevision = from.Revision + 1 } },
                cancellationToken);
            await foreach (var change in watch.ResponseStream.ReadAllAsync(cancellationToken))
            {
                if (change.Canceled) // what is asked for is compacted away, or the member has lost its leader
                    throw new ClusterUnavailableException($"{Name} has ended the watch: {change.CancelReason}");
                if (change.Events.Count == 0)
                    continue;
                foreach (var one in change.Events)
                {
                    if (one.Type == Event.Types.EventType.Put)
                        content.Set(one.Kv);
                    else
                        content.Remove(one.Kv.Key);
                }
                changed(content.At(change.Header.Revision));
            }
            throw new ClusterUnavailableException($"{Name} has ended the watch.");
        }
        catch (RpcException ex)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _calls.Leave(member);
            throw EtcdCalls.Unavailable(member, ex);
        }
    }

    public async ValueTask<TimeSpan?> ShortestAsync(TimeSpan ttl, CancellationToken cancellationToken)
    {
        var lease = await GrantAsync(ttl, cancellationToken);
        await RevokeAsync(lease, cancellationToken);
        return lease.Granted > ttl ? lease.Granted : null;
    }

    public ValueTask DisposeAsync()
    {
        _calls.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<TxnResponse> RunAsync(TxnRequest request, CancellationToken cancellationToken) =>
        await _calls.AskAsync((m, options) => m.Keys.TxnAsync(request, options).ResponseAsync, cancellationToken);

    private async ValueTask<bool> TryPutAsync(string instanceId, byte[] record, EtcdLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(
                new TxnRequest { Success = { Put(_keys.Record(instanceId), record, lease.Id), Put(_keys.Listed(instanceId), [], lease: 0) } },
                cancellationToken);
            return true;
        }
        catch (ClusterUnavailableException ex) when (ex.InnerException is RpcException { StatusCode: StatusCode.NotFound })
        {
            return false; // the lease has just expired
        }
    }

    // etcd counts in whole seconds and grants longer ones where they are shorter than its members' election takes.
    private async ValueTask<EtcdLease> GrantAsync(TimeSpan ttl, CancellationToken cancellationToken)
    {
        var request = new LeaseGrantRequest { TTL = Math.Max(1, (long)Math.Ceiling(ttl.TotalSeconds)) };
        var reply = await _calls.AskAsync((m, options) => m.Leases.LeaseGrantAsync(request, options).ResponseAsync, cancellationToken);
        return new EtcdLease(reply.ID, ttl, TimeSpan.FromSeconds(reply.TTL));
    }

    private async ValueTask<bool> KeepAliveAsync(EtcdLease lease, CancellationToken cancellationToken) => await _calls.AskAsync(
        async (m, options) =>
        {
            using var call = m.Leases.LeaseKeepAlive(options);
            await call.RequestStream.WriteAsync(new LeaseKeepAliveRequest { ID = lease.Id }, options.CancellationToken);
            await call.RequestStream.CompleteAsync();
            return await call.ResponseStream.MoveNext(options.CancellationToken) && call.ResponseStream.Current.TTL > 0;
        },
        cancellationToken);

    private async ValueTask RevokeAsync(EtcdLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.AskAsync((m, options) => m.Leases.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.Id }, options).ResponseAsync, cancellationToken);
        }
        catch (ClusterUnavailableException)
        {
            // gone already, or it expires: nothing of ours hangs on it any more
        }
    }

    private static Compare Absent(ByteString key) =>
        new() { Key = key, Target = Compare.Types.CompareTarget.Create, Result = Compare.Types.CompareResult.Equal, CreateRevision = 0 };

    private static RequestOp Put(ByteString key, byte[] value, long lease) =>
        new() { RequestPut = new PutRequest { Key = key, Value = UnsafeByteOperations.UnsafeWrap(value), Lease = lease } };

    private static RequestOp Delete(ByteString key) => new() { RequestDeleteRange = new DeleteRangeRequest { Key = key } };
}
