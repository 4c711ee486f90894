using System.Collections.Concurrent;
using Baize.Api.Routing;
using Baize.Cluster;
using Baize.Cluster.Instances;

namespace Baize.Tests.Api.Support;

/// <summary>The registry and the directory, as a test sets them.</summary>
internal sealed class FakeSource : IInstanceSource
{
    private int _lists;

    public IReadOnlyList<InstanceRecord> Instances { get; set; } = [];

    public ConcurrentDictionary<string, string> Owners { get; } = new();

    /// <summary>Whether the store is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often the list was read.</summary>
    public int Lists => _lists;

    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        return IsAway ? throw new ClusterUnavailableException("Redis is away.") : ValueTask.FromResult(Instances);
    }

    public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken) =>
        IsAway ? throw new ClusterUnavailableException("Redis is away.") : ValueTask.FromResult(Owners.GetValueOrDefault(roomId));
}
