using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.Instances;

/// <summary>The instances as Redis lists them: works without an API.</summary>
internal sealed class RedisInstances : IInstances
{
    private readonly RedisLinks _links;
    private readonly ServiceProvider _services;

    private RedisInstances(RedisLinks links) => (_links, _services) = (links, new ServiceCollection().AddRedisCluster(links).BuildServiceProvider());

    /// <exception cref="CommandException">Redis is not to be reached.</exception>
    public static async Task<RedisInstances> ConnectAsync(string connection, string keyPrefix, CancellationToken cancellationToken)
    {
        try
        {
            return new(await RedisLinks.ConnectAsync(Address(connection, keyPrefix), "baize", NullLogger<RedisLinks>.Instance, cancellationToken));
        }
        catch (ClusterUnavailableException ex)
        {
            throw new CommandException(ex.Message, ex);
        }
        catch (ArgumentException ex)
        {
            throw new CommandException($"--redis is '{connection}'; it must be host:port[,options]: {ex.Message}", ex);
        }
    }

    // Certificates as the processes have them.
    private static RedisAddress Address(string connection, string keyPrefix) => new(connection)
    {
        KeyPrefix = keyPrefix,
        CaFile = Environment.GetEnvironmentVariable("REDIS_CA_FILE") ?? "",
        CertFile = Environment.GetEnvironmentVariable("REDIS_CERT_FILE") ?? "",
        KeyFile = Environment.GetEnvironmentVariable("REDIS_KEY_FILE") ?? "",
    };

    public async Task<InstanceList> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(await _services.GetRequiredService<IInstanceRegistry>().ListAsync(cancellationToken));
        }
        catch (ClusterUnavailableException ex)
        {
            throw new CommandException(ex.Message, ex);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _links.DisposeAsync();
    }
}
