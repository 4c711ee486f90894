namespace Baize.Hosting.Configuration;

/// <summary>Every key there is: those of <c>configs/config.yaml</c>, each a property of an option class.</summary>
internal static class KnownKeys
{
    /// <summary>In the file's order.</summary>
    /// <remarks>Written out, not read from that file and from attributes: which a start waited 30 ms for. Tests hold the three against each other.</remarks>
    public static readonly IReadOnlyList<KnownKey> All =
    [
        KnownKey.Text("server", "mode", "release", ["release", "debug"]),
        KnownKey.Text("server", "address"),
        KnownKey.Number("server", "port", 8080, 1, 65535),
        KnownKey.Number("server", "game_port", 8081, 1, 65535),
        KnownKey.Number("server", "admin_port", 8082, 1, 65535),
        KnownKey.Number("server", "gateway_port", 8000, 1, 65535),
        KnownKey.Number("server", "machine_id", 0, 0, int.MaxValue),
        KnownKey.Text("server", "instance_id"),
        KnownKey.Flag("load_balancer", "enabled", true),
        KnownKey.Text("load_balancer", "discovery_type", "redis", ["redis", "consul", "etcd"]),
        KnownKey.Number("load_balancer", "heartbeat_interval", 10, 1, 3600),
        KnownKey.Number("load_balancer", "instance_ttl", 30, 3, 86400),
        KnownKey.Text("redis", "connection"),
        KnownKey.Flag("redis", "required", true),
        KnownKey.Text("redis", "key_prefix"),
        KnownKey.Text("redis", "ca_file"),
        KnownKey.Text("redis", "cert_file"),
        KnownKey.Text("redis", "key_file"),
        KnownKey.Text("etcd", "endpoints"),
        KnownKey.Text("consul", "address"),
        KnownKey.Text("consul", "token"),
        KnownKey.Text("auth", "jwt_secret"),
        KnownKey.Text("auth", "internal_key"),
        KnownKey.Text("auth", "allowed_origins"),
        KnownKey.Flag("rooms", "implicit", true),
        KnownKey.Number("rooms", "log_events", 256, 16, 4096),
        KnownKey.Number("rooms", "disconnect_grace", 30, 1, 86400),
        KnownKey.Number("limits", "max_frame_bytes", 16_384, 256, 1_048_576),
        KnownKey.Number("limits", "messages_per_second", 50, 1, 100_000),
        KnownKey.Number("limits", "outbound_queue_bytes", 262_144, 4096, 67_108_864),
        KnownKey.Number("limits", "connections_per_user", 5, 1, 1000),
        KnownKey.Text("tracing", "otlp_endpoint"),
        KnownKey.Number("tracing", "sample_percent", 1, 0, 100),
        KnownKey.Number("drain", "timeout", 30, 0, 3600),
        KnownKey.Text("admin", "password_hash"),
        KnownKey.Text("admin", "api"),
        KnownKey.Number("admin", "session_minutes", 60, 1, 10080),
        KnownKey.Number("admin", "logins_per_minute", 10, 1, 1000),
        KnownKey.Text("admin", "audit_file"),
        KnownKey.Text("gateway", "api"),
        KnownKey.Text("gateway", "trusted_proxies"),
        KnownKey.Text("gateway", "certificate"),
        KnownKey.Text("gateway", "certificate_key"),
        KnownKey.Number("gateway", "max_connections", 10_000, 1, 1_000_000),
        KnownKey.Number("gateway", "sockets_per_address", 500, 0, 1_000_000),
        KnownKey.Number("gateway", "requests_per_second", 100, 0, 100_000),
        KnownKey.Number("gateway", "max_body_bytes", 65_536, 1024, 16_777_216),
        KnownKey.Number("gateway", "max_header_bytes", 16_384, 2048, 32_768),
    ];

    private static readonly Dictionary<string, KnownKey> ByName = All.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>The key of a name (<c>server.port</c>); null where there is none.</summary>
    public static KnownKey? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The key that a mistyped one most likely meant.</summary>
    public static KnownKey Nearest(string name)
    {
        var start = name[..Math.Min(name.Length, 64)]; // the distance costs the product of the lengths
        return All.MinBy(k => EditDistance.Between(start, k.Name))!;
    }
}
