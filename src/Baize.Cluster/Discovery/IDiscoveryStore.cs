namespace Baize.Cluster.Discovery;

/// <summary>
/// What the registry needs of etcd or Consul. Of each instance it keeps two keys: its record, which goes by itself when it is
/// not renewed, and its name on the list, which stays until somebody sweeps it. So of those who see an instance dead one says so.
/// </summary>
/// <remarks>All throw <see cref="ClusterUnavailableException"/> where the service does not answer. Every write is safe to repeat.</remarks>
internal interface IDiscoveryStore : IAsyncDisposable
{
    /// <summary>For people: which service and where, without secrets.</summary>
    string Name { get; }

    /// <summary>Writes a record where there is none, without listing it.</summary>
    ValueTask<bool> TryHoldAsync(string instanceId, byte[] record, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Writes a record, restarts its time to live and lists it.</summary>
    ValueTask HoldAsync(string instanceId, byte[] record, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Takes away record and listing.</summary>
    ValueTask ReleaseAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Takes an id off the list if its record is gone.</summary>
    /// <returns>Whether it was this call that did it.</returns>
    ValueTask<bool> SweepAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>What it holds now.</summary>
    ValueTask<DiscoverySnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Tells of each change; ends only by cancellation or by a <see cref="ClusterUnavailableException"/>.</summary>
    /// <param name="from">What is known.</param>
    /// <param name="changed">Told what it holds after a change. Must not throw.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task FollowAsync(DiscoverySnapshot from, Action<DiscoverySnapshot> changed, CancellationToken cancellationToken);

    /// <summary>The shortest time to live that this service keeps, where it does not keep the one that is asked for; else null.</summary>
    ValueTask<TimeSpan?> ShortestAsync(TimeSpan ttl, CancellationToken cancellationToken);
}
