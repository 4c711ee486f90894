using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>
/// Lets a change of owner wait for a replica, where there is one: a replica that is promoted without it would not know the new
/// term, and the old owner would go on. Commits do not wait: what a promotion loses of them, the owner writes back.
/// </summary>
/// <remarks>
/// <c>WAIT</c> holds up what comes after it on the same connection: one round trip to the replica. So a replica that is silent
/// is not waited for again for a while. Garnet has no <c>WAIT</c>, and says that it has no replicas.
/// </remarks>
internal sealed class ReplicaWait(IConnectionMultiplexer commits, RedisKeys keys, TimeProvider time)
{
    private const int LongestMs = 100;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SkipSilent = TimeSpan.FromSeconds(5);

    private volatile Known? _known;

    /// <summary>Waits until a replica has what this connection wrote last, for at most 100 ms.</summary>
    /// <exception cref="ClusterUnavailableException">Redis does not answer.</exception>
    public async ValueTask WaitAsync(string roomId, CancellationToken cancellationToken)
    {
        try
        {
            if (!await HasReplicaAsync(roomId, cancellationToken))
                return;
            if ((int)await Server(roomId).ExecuteAsync("WAIT", 1, LongestMs).Answer(cancellationToken) == 0)
                _known = new Known(HasReplica: false, time.GetTimestamp(), SkipSilent);
        }
        catch (ClusterUnavailableException ex) when (!ex.IsTransient) // this user or this store may not INFO or WAIT
        {
            _known = new Known(HasReplica: false, time.GetTimestamp(), SkipSilent);
        }
    }

    // The client throws this at once, not as an answer, where it has no connection that could serve.
    private IServer Server(string roomId)
    {
        try
        {
            return commits.GetServer(keys.Meta(roomId));
        }
        catch (Exception ex) when (ex is InvalidOperationException or RedisException)
        {
            throw new ClusterUnavailableException($"Redis did not do it: {ex.Message}", ex);
        }
    }

    private async ValueTask<bool> HasReplicaAsync(string roomId, CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.At) < known.For)
            return known.HasReplica;
        var info = await Server(roomId).InfoRawAsync("replication").Answer(cancellationToken);
        var hasReplica = info is not null && info.Contains("state=online", StringComparison.Ordinal);
        _known = new Known(hasReplica, time.GetTimestamp(), AskAgain);
        return hasReplica;
    }

    private sealed record Known(bool HasReplica, long At, TimeSpan For);
}
