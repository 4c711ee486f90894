using Baize.Cluster.Redis;
using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Where rooms are kept and instances talk. Section <c>redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary><c>host:port[,options]</c>, as StackExchange.Redis reads it; sentinel and cluster too. Empty: the embedded default.</summary>
    public string Connection { get; set; } = "";

    /// <summary>False: without Redis at start, run as a single instance and say so. Default true.</summary>
    public bool Required { get; set; } = true;

    /// <summary>Before each key and channel, so that several platforms share one Redis. Empty: none.</summary>
    [ConfigurationKeyName("key_prefix")]
    public string KeyPrefix { get; set; } = "";

    /// <summary>The authority (PEM file) that the server's certificate must come from, with <c>ssl=true</c>. Empty: the system's.</summary>
    [ConfigurationKeyName("ca_file")]
    public string CaFile { get; set; } = "";

    /// <summary>The certificate (PEM file) shown to a server that wants one; with its key, or that is in <see cref="KeyFile"/>. Empty: none.</summary>
    [ConfigurationKeyName("cert_file")]
    public string CertFile { get; set; } = "";

    /// <summary>Its key (PEM file).</summary>
    [ConfigurationKeyName("key_file")]
    public string KeyFile { get; set; } = "";

    /// <summary>All of it, as a connection takes it.</summary>
    public RedisAddress Address() => new(Connection) { KeyPrefix = KeyPrefix, CaFile = CaFile, CertFile = CertFile, KeyFile = KeyFile };
}
