using Baize.Cluster.Instances;
using Baize.Hosting.Cluster;

namespace Baize.GameServer.Instance;

/// <summary>What this instance is about, and whether it should be sent anything new.</summary>
internal sealed class InstanceStatus(InstanceIdentity self, ClusterLinks cluster)
{
    private volatile bool _draining;
    private volatile bool _busLost;
    private volatile bool _isolated;

    public InstanceIdentity Self => self;

    public ClusterMode Mode => cluster.Mode;

    /// <summary>Leaving: takes no new room and no new socket.</summary>
    public bool IsDraining
    {
        get => _draining;
        set => _draining = value;
    }

    /// <summary>When the drain began, a timestamp; 0: it has not.</summary>
    public long DrainingSince { get; set; }

    /// <summary>Whether what we publish on our own channel no longer reaches us: a connection that is up proves nothing.</summary>
    public bool IsBusLost
    {
        get => _busLost;
        set => _busLost = value;
    }

    /// <summary>Whether this instance alone has lost Redis: clients are sent elsewhere, and new ones are not let in.</summary>
    public bool IsIsolated
    {
        get => _isolated;
        set => _isolated = value;
    }

    /// <summary>Whether the links to Redis are up; always in single-instance mode.</summary>
    public bool IsConnected => cluster.Redis is not { IsConnected: false };

    /// <summary>One of <see cref="InstanceState"/>.</summary>
    public string State => _draining ? InstanceState.Draining : InstanceState.Active;

    /// <summary>Why nothing new should be sent here; null where it may.</summary>
    public string? NotReadyBecause =>
        _draining ? "draining"
        : !IsConnected ? "redis is away"
        : _busLost ? "the bus does not reach this instance"
        : null;
}
