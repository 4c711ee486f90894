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
        var balancer = configuration.LoadBalancer();
        var discovery = balancer.Enabled ? balancer.DiscoveryType : "";
        // A lambda for each: the binder is generated where the type is known, and one by reflection costs a start 20 ms.
        visitor.Visit("server", static (section, options) => section.Bind(options), new ServerOptionsValidator());
        visitor.Visit("load_balancer", static (section, options) => section.Bind(options), new LoadBalancerOptionsValidator());
        visitor.Visit("redis", static (section, options) => section.Bind(options), new RedisOptionsValidator(isProduction && balancer.Enabled));
        visitor.Visit("etcd", static (section, options) => section.Bind(options),
            new EndpointsValidator<EtcdOptions>("etcd", "endpoints", o => o.Endpoints, "http://host:port[,…]", isNeeded: discovery == "etcd"));
        visitor.Visit("consul", static (section, options) => section.Bind(options), new ConsulOptionsValidator(isNeeded: discovery == "consul"));
        visitor.Visit("auth", static (section, options) => section.Bind(options), new AuthOptionsValidator(isProduction));
        visitor.Visit<RoomsOptions>("rooms", static (section, options) => section.Bind(options));
        visitor.Visit("limits", static (section, options) => section.Bind(options), new LimitsOptionsValidator());
        visitor.Visit("tracing", static (section, options) => section.Bind(options), new TracingOptionsValidator());
        visitor.Visit<DrainOptions>("drain", static (section, options) => section.Bind(options));
        visitor.Visit("admin", static (section, options) => section.Bind(options), new AdminOptionsValidator());
        visitor.Visit("gateway", static (section, options) => section.Bind(options), new GatewayOptionsValidator());
    }

    private interface IVisitor
    {
        /// <param name="section">As in YAML.</param>
        /// <param name="bind">Fills the options.</param>
        /// <param name="validator">What is to be checked beyond each key by itself; null: nothing.</param>
        void Visit<T>(string section, Action<IConfigurationSection, T> bind, IValidateOptions<T>? validator = null)
            where T : class, new();
    }

    private sealed class Checker(IConfiguration configuration, List<string> faults) : IVisitor
    {
        public void Visit<T>(string section, Action<IConfigurationSection, T> bind, IValidateOptions<T>? validator)
            where T : class, new()
        {
            var options = new T();
            bind(configuration.GetSection(section), options);
            faults.AddRange(OptionFaults.Of(section, key => configuration[key.Path], options, validator));
        }
    }

    private sealed class Registrar(IServiceCollection services, IConfiguration configuration) : IVisitor
    {
        public void Visit<T>(string section, Action<IConfigurationSection, T> bind, IValidateOptions<T>? validator)
            where T : class, new()
        {
            services.AddSingleton<IValidateOptions<T>>(new SpoiltOptions<T>(section, validator, services));
            services.AddOptions<T>().Configure(options => bind(configuration.GetSection(section), options)).ValidateOnStart();
        }
    }
}
