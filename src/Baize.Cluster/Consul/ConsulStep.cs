namespace Baize.Cluster.Consul;

/// <summary>A step of a transaction: all are done, or none.</summary>
internal sealed record ConsulStep(ConsulKeyStep KV);

/// <summary>On one key.</summary>
internal sealed record ConsulKeyStep(string Verb, string Key, byte[]? Value = null, string? Session = null);
