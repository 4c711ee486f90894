namespace Baize.Cluster.Consul;

/// <summary>A key and its value.</summary>
internal sealed record ConsulPair(string Key, byte[]? Value);
