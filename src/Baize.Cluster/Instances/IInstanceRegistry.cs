namespace Baize.Cluster.Instances;

/// <summary>Which instances are alive. A record that is not renewed expires.</summary>
/// <remarks>All methods throw <see cref="ClusterUnavailableException"/> where the store does not answer.</remarks>
public interface IInstanceRegistry
{
    /// <summary>Lists an instance, unless its id is taken.</summary>
    /// <returns>Whether the id was free.</returns>
    ValueTask<bool> TryRegisterAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Writes an instance's record anew and restarts its time to live; lists it again where it had expired.</summary>
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
