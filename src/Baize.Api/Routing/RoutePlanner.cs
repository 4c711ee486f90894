using Baize.Cluster;
using Baize.Cluster.Instances;

namespace Baize.Api.Routing;

/// <summary>Decides whom to ask: a room's owner, then the live instances, the least busy first.</summary>
internal sealed class RoutePlanner(IInstanceSource source, LiveInstances live, Suspects suspects, InstanceLoad load, TimeProvider time)
{
    /// <summary>How long finding the owner may take. Without it any instance will do: it finds the owner over the bus.</summary>
    private static readonly TimeSpan OwnerTimeout = TimeSpan.FromMilliseconds(500);

    private IReadOnlyList<InstanceRecord> _listed = [];

    /// <summary>A route to a room; to any instance where the room is null.</summary>
    public async ValueTask<CallRoute> PlanAsync(string? roomId, CancellationToken cancellationToken)
    {
        var owner = roomId is null ? null : await FindOwnerAsync(roomId, cancellationToken);
        var instances = await live.ListAsync(cancellationToken);
        Forget(instances);
        return new CallRoute([.. instances
            .OrderBy(i => Rank(i, owner))
            .ThenBy(load.Of)
            .ThenBy(_ => Random.Shared.Next())]);
    }

    // Instances come and go, each with a new id: what is known of the gone must not pile up.
    private void Forget(IReadOnlyList<InstanceRecord> listed)
    {
        if (ReferenceEquals(Interlocked.Exchange(ref _listed, listed), listed))
            return;
        suspects.Keep(listed);
        load.Keep(listed);
    }

    // Draining ones last: they take nothing new, and what they own is on its way to others.
    private int Rank(InstanceRecord instance, string? owner) =>
        (instance.State == InstanceState.Draining ? 4 : 0)
        + (suspects.Contains(instance.InstanceId) ? 2 : 0)
        + (instance.InstanceId == owner ? 0 : 1);

    private async ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(OwnerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await source.FindOwnerAsync(roomId, either.Token);
        }
        catch (ClusterUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
