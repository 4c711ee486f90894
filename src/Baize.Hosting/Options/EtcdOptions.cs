namespace Baize.Hosting.Options;

/// <summary>etcd, where <c>load_balancer.discovery_type</c> is <c>etcd</c>. Section <c>etcd</c>.</summary>
public sealed class EtcdOptions
{
    /// <summary><c>http://host:port[,…]</c>.</summary>
    public string Endpoints { get; set; } = "";
}
