using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Whether and how several instances act as one. Section <c>load_balancer</c>.</summary>
public sealed class LoadBalancerOptions
{
    /// <summary>False: single-instance mode, nothing shared. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where instances find each other: <c>redis</c>, <c>consul</c> or <c>etcd</c>. Rooms and messages go through Redis in any case. Default <c>redis</c>.</summary>
    [ConfigurationKeyName("discovery_type")]
    public string DiscoveryType { get; set; } = "redis";

    /// <summary>Seconds between heartbeats. Default 10; 1 to 3600.</summary>
    [ConfigurationKeyName("heartbeat_interval")]
    public int HeartbeatInterval { get; set; } = 10;

    /// <summary>Seconds until a silent instance is off the list. Default 30; more than twice the interval, 86400 at most.</summary>
    [ConfigurationKeyName("instance_ttl")]
    public int InstanceTtl { get; set; } = 30;
}
