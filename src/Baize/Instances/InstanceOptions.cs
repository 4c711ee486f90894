using System.CommandLine;
using Baize.Cluster.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.Instances;

/// <summary>The options of the commands that look at a running platform.</summary>
internal static class InstanceOptions
{
    /// <summary>How long one answer may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    public static readonly Option<string> Api = new("--api")
    {
        Description = "Where the API is. Else BAIZE_API.",
        HelpName = "url",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("BAIZE_API") is { Length: > 0 } url ? url : "http://localhost:8080",
    };

    public static readonly Option<string> Redis = new("--redis")
    {
        Description = "Ask this Redis instead of the API: host:port[,options].",
        HelpName = "host:port",
    };

    public static readonly Option<string> Etcd = new("--etcd")
    {
        Description = "Ask this etcd instead of the API: http://host:port[,...].",
        HelpName = "url",
    };

    public static readonly Option<string> Consul = new("--consul")
    {
        Description = "Ask this Consul instead of the API: http://host:port. With CONSUL_TOKEN, where it is set.",
        HelpName = "url",
    };

    public static readonly Option<string> KeyPrefix = new("--key-prefix")
    {
        Description = "The platform's redis.key_prefix. Else REDIS_KEY_PREFIX.",
        HelpName = "prefix",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("REDIS_KEY_PREFIX") ?? "",
    };

    /// <summary>Where to look.</summary>
    public static IReadOnlyList<Option> All { get; } = [Api, Redis, Etcd, Consul, KeyPrefix];

    /// <exception cref="CommandException">An address is none, or Redis is not to be reached.</exception>
    public static async Task<IInstances> OpenAsync(ParseResult arguments, HttpClient http, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(Redis) is { Length: > 0 } redis)
            return await RedisInstances.ConnectAsync(redis, arguments.GetValue(KeyPrefix) ?? "", cancellationToken);
        if (arguments.GetValue(Etcd) is { Length: > 0 } etcd)
        {
            Check("--etcd", etcd.Split(','));
            return await DiscoveryInstances.ConnectAsync(DiscoveryServices.ConnectEtcdAsync(
                etcd, arguments.GetValue(KeyPrefix) ?? "", TimeProvider.System, NullLogger.Instance, cancellationToken));
        }
        if (arguments.GetValue(Consul) is { Length: > 0 } consul)
        {
            Check("--consul", consul);
            return await DiscoveryInstances.ConnectAsync(DiscoveryServices.ConnectConsulAsync(
                consul, Environment.GetEnvironmentVariable("CONSUL_TOKEN") ?? "", arguments.GetValue(KeyPrefix) ?? "", TimeProvider.System, NullLogger.Instance, cancellationToken));
        }
        var api = arguments.GetValue(Api);
        return Uri.TryCreate(api, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ApiInstances(http, url)
            : throw new CommandException($"--api is '{api}'; it must be http://host:port or https://host[:port].");
    }

    private static void Check(string option, params ReadOnlySpan<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                throw new CommandException($"{option} is '{address}'; it must be http://host:port or https://host:port.");
        }
    }
}
