namespace Baize.Cluster.Etcd;

/// <summary>A lease of ours.</summary>
/// <param name="Id">etcd's.</param>
/// <param name="Ttl">What was asked for.</param>
/// <param name="Granted">What etcd gave.</param>
internal sealed record EtcdLease(long Id, TimeSpan Ttl, TimeSpan Granted);
