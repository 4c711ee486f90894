using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Baize.Hosting.Options;
using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Configuration;

/// <summary>Every key there is: those of the embedded <c>config.yaml</c>, each a property of an option class.</summary>
internal static class KnownKeys
{
    /// <summary>The sections, as in YAML, and their classes.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Sections = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["server"] = typeof(ServerOptions),
        ["load_balancer"] = typeof(LoadBalancerOptions),
        ["redis"] = typeof(RedisOptions),
        ["etcd"] = typeof(EtcdOptions),
        ["consul"] = typeof(ConsulOptions),
        ["auth"] = typeof(AuthOptions),
        ["rooms"] = typeof(RoomsOptions),
        ["limits"] = typeof(LimitsOptions),
        ["tracing"] = typeof(TracingOptions),
        ["drain"] = typeof(DrainOptions),
        ["admin"] = typeof(AdminOptions),
        ["gateway"] = typeof(GatewayOptions),
    };

    /// <summary>In the file's order.</summary>
    public static readonly IReadOnlyList<KnownKey> All = Read();

    private static readonly Dictionary<string, KnownKey> ByName = All.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>The key of a name (<c>server.port</c>); null where there is none.</summary>
    public static KnownKey? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The key that a mistyped one most likely meant.</summary>
    public static KnownKey Nearest(string name)
    {
        var start = name[..Math.Min(name.Length, 64)]; // the distance costs the product of the lengths
        return All.MinBy(k => EditDistance.Between(start, k.Name))!;
    }

    private static List<KnownKey> Read()
    {
        using var yaml = typeof(KnownKeys).Assembly.GetManifestResourceStream("config.yaml")!;
        using var reader = new StreamReader(yaml);
        var file = YamlSettings.Read(reader, "config.yaml");
        return [.. file.Values.Select(v => Describe(v.Name, v.Value ?? ""))];
    }

    private static KnownKey Describe(string name, string value)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (section, key) = (name[..dot], name[(dot + 1)..]);
        var property = Sections[section].GetProperties().Single(p =>
            (p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name).Equals(key, StringComparison.OrdinalIgnoreCase));
        var range = property.GetCustomAttribute<RangeAttribute>() is { } r ? ((int)r.Minimum, (int)r.Maximum) : ((int Min, int Max)?)null;
        return new KnownKey(section, key, property.PropertyType, Allowed(property, range), range, value);
    }

    private static string Allowed(PropertyInfo property, (int Min, int Max)? range) =>
        property.GetCustomAttribute<AllowedValuesAttribute>() is { } list ? string.Join(", ", list.Values)
        : property.PropertyType == typeof(bool) ? "true, false"
        : range is { } r ? r.Max == int.MaxValue ? $"a whole number, {r.Min} or more" : $"a whole number from {r.Min} to {r.Max}"
        : "text";
}
