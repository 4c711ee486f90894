using Microsoft.AspNetCore.Builder;

namespace Baize.Hosting.Cluster;

/// <summary>Connects a process to what the instances share.</summary>
public static class ClusterHosting
{
    /// <summary>
    /// Connects to Redis, or decides for single-instance mode: <c>load_balancer.enabled</c> is false, or Redis is unreachable and
    /// <c>redis.required</c> false, or <c>redis.connection</c> is empty outside production. Registers the result and its <see cref="ClusterMode"/> too.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="role">For <c>CLIENT LIST</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConfigurationException">In production, with the load balancer enabled, <c>redis.connection</c> is empty.</exception>
    /// <exception cref="Baize.Cluster.ClusterUnavailableException">Redis is required and not to be reached.</exception>
    public static Task<ClusterLinks> ConnectClusterAsync(this WebApplicationBuilder builder, string role, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
