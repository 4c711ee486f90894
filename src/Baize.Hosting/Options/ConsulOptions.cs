namespace Baize.Hosting.Options;

/// <summary>Consul, where <c>load_balancer.discovery_type</c> is <c>consul</c>. Section <c>consul</c>.</summary>
public sealed class ConsulOptions
{
    /// <summary><c>http://host:port</c>.</summary>
    public string Address { get; set; } = "";
}
