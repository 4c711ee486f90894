namespace Baize.Cluster.Consul;

/// <summary>A service of the agent's.</summary>
internal sealed record ConsulService(string ID, string Name, string Address, int Port, IReadOnlyDictionary<string, string> Meta, ConsulCheck Check);

/// <summary>Its check: critical unless it is told within <paramref name="TTL"/> that all is well.</summary>
internal sealed record ConsulCheck(string CheckID, string TTL, string Status, string DeregisterCriticalServiceAfter);
