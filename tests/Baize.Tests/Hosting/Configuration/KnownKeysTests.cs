using System.Reflection;
using Baize.Hosting;
using Baize.Hosting.Configuration;
using Baize.Hosting.Options;
using Microsoft.Extensions.Configuration;

namespace Baize.Tests.Hosting.Configuration;

public sealed class KnownKeysTests
{
    /// <summary>The sections, as in YAML, and their classes.</summary>
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
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

    /// <summary>All but the one whose only allowed value is its default.</summary>
    public static TheoryData<string> Changeable => [.. KnownKeys.All.Select(k => k.Name).Where(n => n != "load_balancer.discovery_type")];

    [Fact]
    public void All_AgainstOptionClasses_NameTheSameKeys() // a property without a key could not be set; a key without one would do nothing
    {
        var properties = Sections.SelectMany(s => s.Value.GetProperties().Select(p =>
            $"{s.Key}.{(p.GetCustomAttributes(false).OfType<ConfigurationKeyNameAttribute>().FirstOrDefault()?.Name ?? p.Name).ToLowerInvariant()}"));
        Assert.Equal(properties.Order(StringComparer.Ordinal), KnownKeys.All.Select(k => k.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_AgainstTheFile_NameTheSameKeysInItsOrderWithItsValues()
    {
        using var text = new StreamReader(ConfigurationPageTests.Find("configs/config.yaml"));
        var file = YamlSettings.Read(text, "config.yaml");
        Assert.Empty(file.Faults);
        Assert.Equal(file.Values.Select(v => (v.Name, v.Value ?? "")), KnownKeys.All.Select(k => (k.Name, k.Default)));
    }

    [Fact]
    public void Allows_Defaults_AreAllowed() => Assert.All(KnownKeys.All, k => Assert.True(k.Allows(k.Default), k.Name));

    [Fact]
    public void All_AgainstOptionClasses_AreOfTheSameTypes() =>
        Assert.All(KnownKeys.All, k => Assert.Equal(Property(k).PropertyType, k.Type));

    [Fact]
    public void All_AgainstOptionClasses_HaveTheSameDefaults()
    {
        foreach (var key in KnownKeys.All)
        {
            var value = Property(key).GetValue(Activator.CreateInstance(Sections[key.Section]));
            Assert.Equal(key.Default, Convert.ToString(value, null), ignoreCase: true);
        }
    }

    [Fact]
    public void Variable_OfAll_IsUnique() =>
        Assert.Equal(KnownKeys.All.Count, KnownKeys.All.Select(k => k.Variable).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("server.machine_id", "SERVER_MACHINE_ID")]
    [InlineData("load_balancer.enabled", "LOAD_BALANCER_ENABLED")]
    [InlineData("redis.connection", "REDIS_CONNECTION")]
    [InlineData("auth.jwt_secret", "AUTH_JWT_SECRET")]
    public void Variable_IsPathInUpperCase(string name, string variable) => Assert.Equal(variable, KnownKeys.Find(name)!.Variable);

    [Theory]
    [MemberData(nameof(Changeable))]
    public void CreateBuilder_VariableOfEveryKey_ReachesTheOptions(string name)
    {
        using var host = new TestHost();
        var key = KnownKeys.Find(name)!;
        var value = Other(key);
        host[key.Variable] = value;
        var builder = BaizeHost.CreateBuilder("test", [], host.Around, new ProcessWatch());
        Assert.Equal(value, builder.Configuration[key.Path]);
        Assert.NotEqual(key.Default, value);
    }

    [Theory]
    [InlineData("server.prot", "server.port")]
    [InlineData("redis.conection", "redis.connection")]
    [InlineData("loadbalancer.enabled", "load_balancer.enabled")]
    [InlineData("Server.Port", "server.port")]
    [InlineData("limits.max_frame_size", "limits.max_frame_bytes")]
    public void Nearest_Typo_FindsWhatWasMeant(string typo, string meant) => Assert.Equal(meant, KnownKeys.Nearest(typo).Name);

    [Fact]
    public void Nearest_HugeName_AnswersAtOnce() => Assert.NotNull(KnownKeys.Nearest(new string('x', 10_000_000)));

    private static PropertyInfo Property(KnownKey key) => Sections[key.Section].GetProperties().Single(key.IsOf);

    /// <summary>An allowed value that is not the default.</summary>
    private static string Other(KnownKey key) => key.Name switch
    {
        "server.mode" => "debug",
        "server.address" => "gs1.example",
        "server.instance_id" => "gs-1",
        "redis.connection" => "redis.example:6380",
        "etcd.endpoints" => "http://e1:2379,http://e2:2379",
        "consul.address" => "http://consul:8500",
        "consul.token" => "token",
        "redis.key_prefix" => "blue:",
        "redis.ca_file" or "redis.cert_file" or "redis.key_file" => typeof(KnownKeys).Assembly.Location, // a file that is there
        "tracing.otlp_endpoint" => "http://collector.example:4318",
        "auth.jwt_secret" => new string('k', 32),
        "auth.internal_key" => "key",
        "auth.allowed_origins" => "https://play.example",
        "admin.password_hash" => Baize.Hosting.Auth.AdminPassword.Hash("a password for tests"),
        "admin.api" => "http://api.example:8080",
        "admin.audit_file" => "/var/lib/baize/audit.jsonl",
        "gateway.api" => "http://api.example:8080",
        "gateway.certificate" => "/etc/baize/tls.pem",
        "gateway.certificate_key" => "/etc/baize/tls.key",
        "gateway.trusted_proxies" => "10.0.0.0/8,192.0.2.7",
        "load_balancer.instance_ttl" => "60",
        "load_balancer.heartbeat_interval" => "5",
        _ when key.Type == typeof(bool) => key.Default == "true" ? "false" : "true",
        _ => $"{int.Parse(key.Default, null) + 1}",
    };
}
