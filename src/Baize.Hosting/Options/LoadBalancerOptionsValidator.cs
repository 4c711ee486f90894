using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

internal sealed class LoadBalancerOptionsValidator : IValidateOptions<LoadBalancerOptions>
{
    public ValidateOptionsResult Validate(string? name, LoadBalancerOptions options)
    {
        var faults = new OptionFaults("load_balancer");
        // At twice the interval one lost heartbeat would take a healthy instance off the list.
        if (options.InstanceTtl <= options.HeartbeatInterval * 2L)
            faults.Add("instance_ttl", options.InstanceTtl, $"more than twice load_balancer.heartbeat_interval ({options.HeartbeatInterval})");
        return faults.Build();
    }
}
