namespace Baize.Hosting.Options;

/// <summary>Consul, where <c>load_balancer.discovery_type</c> is <c>consul</c>. Section <c>consul</c>.</summary>
public sealed class ConsulOptions
{
    /// <summary><c>http://host:port</c> of the agent on this host.</summary>
    public string Address { get; set; } = "";

    /// <summary>For Consul's ACL. Empty: none.</summary>
    public string Token { get; set; } = "";
}
