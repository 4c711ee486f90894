namespace Baize.Cluster.Instances;

/// <summary>Which instances are alive. A record that is not renewed expires.</summary>
/// <remarks>
/// All methods throw <see cref="ClusterUnavailableException"/> where the store does not answer; but a registry that follows
/// changes (etcd, Consul) goes on giving out the last instances that it heard of.
/// </remarks>
public interface IInstanceRegistry
{
    /// <summary>Makes an id ours, unless it is taken. The instance is not listed yet: nobody routes to it before its first <see cref="RenewAsync"/>.</summary>
    /// <param name="record">The record that holds the id; others of this id are refused as long as it lives.</param>
    /// <param name="ttl">How long the id stays ours without a renewal: whole milliseconds.</param>
    /// <param name="cancellationToken">Ends the wait; the id may or may not be ours.</param>
    /// <returns>Whether the id was free. After a call that failed, false may speak of our own record: choose another id.</returns>
    ValueTask<bool> TryReserveAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Writes an instance's record anew, restarts its time to live and lists it: for the first time, or again where it had expired.</summary>
    ValueTask RenewAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Takes an instance off the list at once.</summary>
    ValueTask UnregisterAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>One live instance; null where there is none of this id.</summary>
    ValueTask<InstanceRecord?> GetAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>All live instances, by id. Ids in the set whose record has expired are left out.</summary>
    ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Takes the expired off the set, so that it names no dead instance for long.</summary>
    /// <returns>The ids that were swept by this call.</returns>
    ValueTask<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken);
}
