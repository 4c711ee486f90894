using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

internal sealed class LoadBalancerOptionsValidator : IValidateOptions<LoadBalancerOptions>
{
    public ValidateOptionsResult Validate(string? name, LoadBalancerOptions options)
    {
        var faults = OptionFaults.Of("load_balancer", options);
        if (options.DiscoveryType is "etcd" or "consul") // the words are right, so "allowed: redis" alone would puzzle
            faults.Replace("discovery_type", options.DiscoveryType, "redis; etcd and consul are not available in this version");
        // At twice the interval one lost heartbeat would take a healthy instance off the list.
        if (!faults.Has("instance_ttl") && options.InstanceTtl <= options.HeartbeatInterval * 2L)
            faults.Add("instance_ttl", options.InstanceTtl, $"more than twice load_balancer.heartbeat_interval ({options.HeartbeatInterval})");
        return faults.Build();
    }
}
