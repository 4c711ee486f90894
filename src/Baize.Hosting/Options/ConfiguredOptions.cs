using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Sections as they are configured, for what is decided before there are services.</summary>
/// <remarks>A method for each, as the binder is generated where the type is known; one by reflection costs a start 20 ms.</remarks>
public static class ConfiguredOptions
{
    /// <summary>Section <c>server</c>.</summary>
    public static ServerOptions Server(this IConfiguration configuration) => configuration.GetSection("server").Get<ServerOptions>() ?? new();

    /// <summary>Section <c>load_balancer</c>.</summary>
    public static LoadBalancerOptions LoadBalancer(this IConfiguration configuration) => configuration.GetSection("load_balancer").Get<LoadBalancerOptions>() ?? new();

    /// <summary>Section <c>redis</c>.</summary>
    public static RedisOptions Redis(this IConfiguration configuration) => configuration.GetSection("redis").Get<RedisOptions>() ?? new();

    /// <summary>Section <c>etcd</c>.</summary>
    public static EtcdOptions Etcd(this IConfiguration configuration) => configuration.GetSection("etcd").Get<EtcdOptions>() ?? new();

    /// <summary>Section <c>consul</c>.</summary>
    public static ConsulOptions Consul(this IConfiguration configuration) => configuration.GetSection("consul").Get<ConsulOptions>() ?? new();

    /// <summary>Section <c>auth</c>.</summary>
    public static AuthOptions Auth(this IConfiguration configuration) => configuration.GetSection("auth").Get<AuthOptions>() ?? new();

    /// <summary>Section <c>limits</c>.</summary>
    public static LimitsOptions Limits(this IConfiguration configuration) => configuration.GetSection("limits").Get<LimitsOptions>() ?? new();

    /// <summary>Section <c>tracing</c>.</summary>
    public static TracingOptions Tracing(this IConfiguration configuration) => configuration.GetSection("tracing").Get<TracingOptions>() ?? new();

    /// <summary>Section <c>admin</c>.</summary>
    public static AdminOptions Admin(this IConfiguration configuration) => configuration.GetSection("admin").Get<AdminOptions>() ?? new();

    /// <summary>Section <c>gateway</c>.</summary>
    public static GatewayOptions Gateway(this IConfiguration configuration) => configuration.GetSection("gateway").Get<GatewayOptions>() ?? new();
}
