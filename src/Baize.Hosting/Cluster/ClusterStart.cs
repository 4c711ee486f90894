namespace Baize.Hosting.Cluster;

/// <summary>
/// Connecting to what the instances share, while the process is being put together. Each is about 100 ms of work, whether Redis
/// is near or far.
/// </summary>
public sealed class ClusterStart : IAsyncDisposable
{
    private readonly CancellationTokenSource _giveUp;

    internal ClusterStart(Func<CancellationToken, Task<ClusterLinks>> connect, CancellationToken cancellationToken)
    {
        _giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // On the pool: half of connecting is work that comes before its first await.
        Connecting = Task.Run(() => connect(_giveUp.Token), _giveUp.Token);
    }

    /// <summary>Ends with the connections, or fails as <see cref="ClusterHosting.ConnectClusterAsync"/> does. To be awaited before the process starts.</summary>
    public Task<ClusterLinks> Connecting { get; }

    /// <summary>The connections.</summary>
    /// <exception cref="InvalidOperationException">They are not there yet.</exception>
    public ClusterLinks Links => Connecting.IsCompletedSuccessfully
        ? Connecting.Result
        : throw new InvalidOperationException("The cluster is not connected yet. Await Connecting before asking for a service that is of the cluster.");

    /// <summary>Gives the attempt up, or closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _giveUp.CancelAsync();
        await ((Task)Connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Connecting.IsCompletedSuccessfully)
            await Links.DisposeAsync();
        _giveUp.Dispose();
    }
}
