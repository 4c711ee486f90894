namespace Baize.Cluster.Redis;

/// <summary>Which Redis, and what of it is ours.</summary>
/// <param name="Connection"><c>redis.connection</c>: <c>host:port[,options]</c>.</param>
public sealed record RedisAddress(string Connection)
{
    /// <summary><c>redis.key_prefix</c>: before each key and channel. Empty: none.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary><c>redis.ca_file</c>: the authority (PEM) that the server's certificate must come from. Empty: the system's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary><c>redis.cert_file</c>: the certificate (PEM) that we show. Empty: none.</summary>
    public string CertFile { get; init; } = "";

    /// <summary><c>redis.key_file</c>: its key (PEM).</summary>
    public string KeyFile { get; init; } = "";
}
