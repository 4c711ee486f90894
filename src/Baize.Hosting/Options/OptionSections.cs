using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>All sections: bound, checked, registered.</summary>
internal static class OptionSections
{
    /// <summary>The faults of all sections.</summary>
    public static IReadOnlyList<string> Faults(IConfiguration configuration, bool isProduction)
    {
        var faults = new List<string>();
        Visit(configuration, isProduction, new Checker(configuration, faults));
        return faults;
    }

    /// <summary>Makes <c>IOptions</c> of all sections.</summary>
    public static void Register(IServiceCollection services, IConfiguration configuration, bool isProduction) =>
        Visit(configuration, isProduction, new Registrar(services, configuration));

    private static void Visit(IConfiguration configuration, bool isProduction, IVisitor visitor)
    {
        var balancer = Bind<LoadBalancerOptions>(configuration, "load_balancer");
        var discovery = balancer.Enabled ? balancer.DiscoveryType : "";
        visitor.Visit("server", new ServerOptionsValidator());
        visitor.Visit("load_balancer", new LoadBalancerOptionsValidator());
        visitor.Visit("redis", new RedisOptionsValidator(isProduction && balancer.Enabled));
        visitor.Visit("etcd", new EndpointsValidator<EtcdOptions>("etcd", "endpoints", o => o.Endpoints, "http://host:port[,…]", isNeeded: discovery == "etcd"));
        visitor.Visit("consul", new ConsulOptionsValidator(isNeeded: discovery == "consul"));
        visitor.Visit("auth", new AuthOptionsValidator(isProduction));
        visitor.Visit("rooms", new RangesValidator<RoomsOptions>("rooms"));
        visitor.Visit("limits", new LimitsOptionsValidator());
        visitor.Visit("tracing", new TracingOptionsValidator());
        visitor.Visit("drain", new RangesValidator<DrainOptions>("drain"));
        visitor.Visit("admin", new AdminOptionsValidator());
        visitor.Visit("gateway", new GatewayOptionsValidator());
    }

    /// <summary>A section as it is configured, before there are services.</summary>
    public static T Bind<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var options = new T();
        configuration.GetSection(section).Bind(options);
        return options;
    }

    private interface IVisitor
    {
        void Visit<T>(string section, IValidateOptions<T> validator)
            where T : class, new();
    }

    private sealed class Checker(IConfiguration configuration, List<string> faults) : IVisitor
    {
        public void Visit<T>(string section, IValidateOptions<T> validator)
            where T : class, new() =>
            faults.AddRange(validator.Validate(null, Bind<T>(configuration, section)).Failures ?? []);
    }

    private sealed class Registrar(IServiceCollection services, IConfiguration configuration) : IVisitor
    {
        public void Visit<T>(string section, IValidateOptions<T> validator)
            where T : class, new()
        {
            services.AddSingleton(validator);
            services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateOnStart();
        }
    }
}
