using Baize.Cluster.Consul;
using Baize.Cluster.Etcd;
using Microsoft.Extensions.Logging;

namespace Baize.Cluster.Discovery;

/// <summary>Connects to a discovery service.</summary>
public static class DiscoveryServices
{
    /// <summary>To etcd.</summary>
    /// <param name="endpoints"><c>etcd.endpoints</c>: one or more, comma-separated.</param>
    /// <param name="keyPrefix"><c>redis.key_prefix</c>: platforms that share a Redis may share etcd too.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the service is lost and found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClusterUnavailableException">etcd does not answer within some seconds.</exception>
    public static Task<DiscoveryRegistry> ConnectEtcdAsync(
        string endpoints, string keyPrefix, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var members = endpoints.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return DiscoveryRegistry.ConnectAsync(new EtcdStore(Array.ConvertAll(members, m => new Uri(m)), $"/baize/{keyPrefix}instances/", time), time, logger, cancellationToken);
    }

    /// <summary>To Consul.</summary>
    /// <param name="address"><c>consul.address</c>.</param>
    /// <param name="token"><c>consul.token</c>; empty: none.</param>
    /// <param name="keyPrefix"><c>redis.key_prefix</c>: platforms that share a Redis may share Consul too.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the service is lost and found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClusterUnavailableException">Consul does not answer within some seconds.</exception>
    public static Task<DiscoveryRegistry> ConnectConsulAsync(
        string address, string token, string keyPrefix, TimeProvider time, ILogger logger, CancellationToken cancellationToken) =>
        DiscoveryRegistry.ConnectAsync(new ConsulStore(new Uri(address), token, $"baize/{keyPrefix}instances/", time), time, logger, cancellationToken);
}
