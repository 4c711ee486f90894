namespace Baize.Cluster.Consul;

/// <summary>What holds a record of ours.</summary>
/// <param name="Name">Of the service and of its check.</param>
/// <param name="Session">Consul's id of the session that hangs on the check.</param>
/// <param name="Ttl">The check's time.</param>
internal sealed record ConsulLease(string Name, string Session, TimeSpan Ttl);
