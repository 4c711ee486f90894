namespace Baize.Tests.Hosting.Configuration;

public sealed class ConfigurationFaultTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("SERVER_MODE", "fast", "server.mode is 'fast'; allowed: release, debug (from SERVER_MODE).")]
    [InlineData("SERVER_PORT", "abc", "server.port is 'abc'; allowed: a whole number from 1 to 65535 (from SERVER_PORT).")]
    [InlineData("SERVER_PORT", "0", "server.port is '0'; allowed: a whole number from 1 to 65535 (from SERVER_PORT).")]
    [InlineData("TRACING_OTLP_ENDPOINT", "http://a:4318,http://b:4318", "tracing.otlp_endpoint is 'http://a:4318,http://b:4318'; allowed: http://host:port of an OTLP collector; or empty, for no traces (from TRACING_OTLP_ENDPOINT).")]
    [InlineData("TRACING_SAMPLE_PERCENT", "101", "tracing.sample_percent is '101'; allowed: a whole number from 0 to 100 (from TRACING_SAMPLE_PERCENT).")]
    [InlineData("SERVER_PORT", "65536", "server.port is '65536'; allowed: a whole number from 1 to 65535 (from SERVER_PORT).")]
    [InlineData("SERVER_PORT", "99999999999", "server.port is '99999999999'; allowed: a whole number from 1 to 65535 (from SERVER_PORT).")]
    [InlineData("SERVER_PORT", "tcp://10.0.0.1:80", "server.port is 'tcp://10.0.0.1:80'; allowed: a whole number from 1 to 65535 (from SERVER_PORT).")]
    [InlineData("SERVER_GAME_PORT", "8081.0", "server.game_port is '8081.0'; allowed: a whole number from 1 to 65535 (from SERVER_GAME_PORT).")]
    [InlineData("SERVER_ADMIN_PORT", "-1", "server.admin_port is '-1'; allowed: a whole number from 1 to 65535 (from SERVER_ADMIN_PORT).")]
    [InlineData("SERVER_MACHINE_ID", "-1", "server.machine_id is '-1'; allowed: a whole number, 0 or more (from SERVER_MACHINE_ID).")]
    [InlineData("SERVER_ADDRESS", "0.0.0.0", "server.address is '0.0.0.0'; allowed: a host name or address that others reach, without port; or empty, to detect it (from SERVER_ADDRESS).")]
    [InlineData("SERVER_ADDRESS", "::", "server.address is '::'; allowed: a host name or address that others reach, without port; or empty, to detect it (from SERVER_ADDRESS).")]
    [InlineData("SERVER_ADDRESS", "gs1:8081", "server.address is 'gs1:8081'; allowed: a host name or address that others reach, without port; or empty, to detect it (from SERVER_ADDRESS).")]
    [InlineData("SERVER_INSTANCE_ID", "a b", "server.instance_id is 'a b'; allowed: 1 to 64 of A-Z a-z 0-9 . _ -; or empty, to make one (from SERVER_INSTANCE_ID).")]
    [InlineData("LOAD_BALANCER_ENABLED", "maybe", "load_balancer.enabled is 'maybe'; allowed: true, false (from LOAD_BALANCER_ENABLED).")]
    [InlineData("LOAD_BALANCER_DISCOVERY_TYPE", "etcd", "etcd.endpoints is ''; allowed: http://host:port[,…], where load_balancer.discovery_type is etcd.")]
    [InlineData("LOAD_BALANCER_DISCOVERY_TYPE", "consul", "consul.address is ''; allowed: http://host:port, where load_balancer.discovery_type is consul.")]
    [InlineData("LOAD_BALANCER_DISCOVERY_TYPE", "dns", "load_balancer.discovery_type is 'dns'; allowed: redis, consul, etcd (from LOAD_BALANCER_DISCOVERY_TYPE).")]
    [InlineData("LOAD_BALANCER_HEARTBEAT_INTERVAL", "0", "load_balancer.heartbeat_interval is '0'; allowed: a whole number from 1 to 3600 (from LOAD_BALANCER_HEARTBEAT_INTERVAL).")]
    [InlineData("LOAD_BALANCER_INSTANCE_TTL", "20", "load_balancer.instance_ttl is '20'; allowed: more than twice load_balancer.heartbeat_interval (10) (from LOAD_BALANCER_INSTANCE_TTL).")]
    [InlineData("LOAD_BALANCER_INSTANCE_TTL", "2", "load_balancer.instance_ttl is '2'; allowed: a whole number from 3 to 86400 (from LOAD_BALANCER_INSTANCE_TTL).")]
    [InlineData("REDIS_REQUIRED", "yes", "redis.required is 'yes'; allowed: true, false (from REDIS_REQUIRED).")]
    [InlineData("ETCD_ENDPOINTS", "e1:2379", "etcd.endpoints is 'e1:2379'; allowed: http://host:port (from ETCD_ENDPOINTS).")]
    [InlineData("CONSUL_ADDRESS", "consul", "consul.address is 'consul'; allowed: http://host:port (from CONSUL_ADDRESS).")]
    [InlineData("CONSUL_TOKEN", "a b", "consul.token holds something else than ASCII without spaces; allowed: what `consul acl token create` prints as SecretID (from CONSUL_TOKEN).")]
    [InlineData("REDIS_KEY_PREFIX", "{blue}:", "redis.key_prefix is '{blue}:'; allowed: up to 64 of A-Z a-z 0-9 . _ : -; or empty, for none (from REDIS_KEY_PREFIX).")]
    [InlineData("REDIS_CA_FILE", "/no/such.pem", "redis.ca_file is '/no/such.pem'; allowed: a PEM file that is there (from REDIS_CA_FILE).")]
    [InlineData("AUTH_ALLOWED_ORIGINS", "https://a.example, play.example", "auth.allowed_origins is 'play.example'; allowed: scheme://host[:port] without a path, comma-separated; * for any; or empty, for the same host (from AUTH_ALLOWED_ORIGINS).")]
    [InlineData("AUTH_ALLOWED_ORIGINS", "https://a.example/", "auth.allowed_origins is 'https://a.example/'; allowed: scheme://host[:port] without a path, comma-separated; * for any; or empty, for the same host (from AUTH_ALLOWED_ORIGINS).")]
    [InlineData("ROOMS_IMPLICIT", "1", "rooms.implicit is '1'; allowed: true, false (from ROOMS_IMPLICIT).")]
    [InlineData("ROOMS_LOG_EVENTS", "15", "rooms.log_events is '15'; allowed: a whole number from 16 to 4096 (from ROOMS_LOG_EVENTS).")]
    [InlineData("ROOMS_DISCONNECT_GRACE", "0", "rooms.disconnect_grace is '0'; allowed: a whole number from 1 to 86400 (from ROOMS_DISCONNECT_GRACE).")]
    [InlineData("LIMITS_MAX_FRAME_BYTES", "255", "limits.max_frame_bytes is '255'; allowed: a whole number from 256 to 1048576 (from LIMITS_MAX_FRAME_BYTES).")]
    [InlineData("LIMITS_MESSAGES_PER_SECOND", "0", "limits.messages_per_second is '0'; allowed: a whole number from 1 to 100000 (from LIMITS_MESSAGES_PER_SECOND).")]
    [InlineData("LIMITS_OUTBOUND_QUEUE_BYTES", "1", "limits.outbound_queue_bytes is '1'; allowed: a whole number from 4096 to 67108864 (from LIMITS_OUTBOUND_QUEUE_BYTES).")]
    [InlineData("LIMITS_OUTBOUND_QUEUE_BYTES", "16383", "limits.outbound_queue_bytes is '16383'; allowed: limits.max_frame_bytes (16384) or more (from LIMITS_OUTBOUND_QUEUE_BYTES).")]
    [InlineData("LIMITS_CONNECTIONS_PER_USER", "1001", "limits.connections_per_user is '1001'; allowed: a whole number from 1 to 1000 (from LIMITS_CONNECTIONS_PER_USER).")]
    [InlineData("DRAIN_TIMEOUT", "3601", "drain.timeout is '3601'; allowed: a whole number from 0 to 3600 (from DRAIN_TIMEOUT).")]
    [InlineData("APP_ENV", "pord", "APP_ENV is 'pord'; allowed: prod, dev, test, or nothing (dev).")]
    [InlineData("AUTH_JWT_SECRET", "hunter2hunter2", "auth.jwt_secret has 14 bytes; allowed: 32 or more (openssl rand -base64 48) (from AUTH_JWT_SECRET).")]
    [InlineData("AUTH_INTERNAL_KEY", "two words", "auth.internal_key has characters that no HTTP header bears; allowed: ASCII without spaces (from AUTH_INTERNAL_KEY).")]
    public void CreateBuilder_BadValue_NamesKeyValueAllowedAndVariable(string variable, string value, string fault)
    {
        _host[variable] = value;
        Assert.Equal([fault], _host.Faults());
    }

    [Theory]
    [InlineData("host:6379,nonsense=1")]
    [InlineData(",")]
    public void CreateBuilder_BadConnection_NamesIt(string connection)
    {
        _host["REDIS_CONNECTION"] = connection;
        var fault = Assert.Single(_host.Faults());
        Assert.StartsWith($"redis.connection is '{connection}'; allowed: host:port[,options]", fault, StringComparison.Ordinal);
        Assert.EndsWith("(from REDIS_CONNECTION).", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host:6379,password=hunter2,nonsense=1")]
    [InlineData("host:6379,nonsense=1,Password=hunter2")]
    [InlineData("redis://:hunter2@host:6379,nonsense=1")]
    public void CreateBuilder_BadConnectionWithPassword_KeepsItSecret(string connection)
    {
        _host["REDIS_CONNECTION"] = connection;
        Assert.DoesNotContain("hunter2", Assert.Single(_host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void CreateBuilder_FaultsEverywhere_ListsAllAtOnceInProduction()
    {
        _host.Write("work/configs/config.yaml", "server:\n  prot: 80\n  port: abc\nlimits: 5\nrooms:\n  implicit: [true]\n");
        _host.Write("work/configs/config.prod.yaml", "load_balancer:\n  enabled: maybe\n");
        (_host["APP_ENV"], _host["DRAIN_TIMEOUT"]) = ("prod", "-1");
        Assert.Equal(
            [
                "limits is not a section with keys (configs/config.yaml, line 4); allowed: limits: and its keys below, indented.",
                "rooms.implicit is a list (configs/config.yaml, line 6); allowed: one value.",
                "server.prot is not a known key (in configs/config.yaml, line 2); did you mean server.port?",
                "server.port is 'abc'; allowed: a whole number from 1 to 65535 (from configs/config.yaml, line 3).",
                "load_balancer.enabled is 'maybe'; allowed: true, false (from configs/config.prod.yaml, line 2).",
                "nonsense is not a known key (on the command line); did you mean consul.token?",
                "redis.connection is ''; allowed: host:port[,options], as StackExchange.Redis reads it, where APP_ENV=prod and load_balancer.enabled is true.",
                "auth.jwt_secret is empty; allowed where APP_ENV=prod: 32 bytes or more (openssl rand -base64 48).",
                "auth.internal_key is empty; allowed where APP_ENV=prod: a key that trusted services share (openssl rand -base64 32).",
                "drain.timeout is '-1'; allowed: a whole number from 0 to 3600 (from DRAIN_TIMEOUT).",
            ],
            _host.Faults("--nonsense", "1"));
    }

    [Theory]
    [InlineData("server:\n  port: [1\n", "line 3")]
    [InlineData("server:\n  port: 1\n  port: 2\n", "line 3")]
    [InlineData("server: {}\nserver: {}\n", "line 2")]
    [InlineData("a: b: c\n", "line 1")]
    public void CreateBuilder_BrokenYaml_NamesFileAndLine(string yaml, string line)
    {
        _host.Write("work/configs/config.yaml", yaml);
        var fault = Assert.Single(_host.Faults());
        Assert.StartsWith($"configs/config.yaml, {line}: not valid YAML: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
    }

    [Fact]
    public void CreateBuilder_TabInYaml_SaysSo() // YamlDotNet names the line before the tab's
    {
        _host.Write("work/configs/config.yaml", "server:\n\tport: 1\n");
        Assert.Equal(
            ["configs/config.yaml, line 1: not valid YAML: While scanning a mapping, found invalid tab as indentation."], _host.Faults());
    }

    [Theory]
    [InlineData("- a\n- b\n")]
    [InlineData("just text\n")]
    public void CreateBuilder_YamlWithoutSections_SaysWhatIsExpected(string yaml)
    {
        _host.Write("work/configs/config.yaml", yaml);
        Assert.StartsWith("configs/config.yaml, line 1: allowed: sections with keys", Assert.Single(_host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void CreateBuilder_TwoYamlDocuments_RefusesTheSecond()
    {
        _host.Write("work/configs/config.yaml", "server:\n  port: 1\n---\nserver:\n  port: 2\n");
        Assert.Equal(["configs/config.yaml, line 4: a second document begins; allowed: one."], _host.Faults());
    }

    [Fact]
    public void CreateBuilder_ConfigNamedAndMissing_SaysSo() =>
        Assert.Equal(
            [$"--config is '{Path.Combine(_host.WorkingFolder, "nowhere.yaml")}'; there is no such file."],
            _host.Faults("--config", "nowhere.yaml"));

    [Theory]
    [InlineData("serve", "'serve' on the command line is not understood; allowed: --config path, --section:key value.")]
    [InlineData("--", "'--' on the command line is not understood; allowed: --config path, --section:key value.")]
    [InlineData("--server:port", "--server:port on the command line has no value; allowed: --server:port value.")]
    [InlineData("--config", "--config on the command line has no value; allowed: --config value.")]
    public void CreateBuilder_BadCommandLine_SaysWhatIsAllowed(string arg, string fault) => Assert.Equal([fault], _host.Faults(arg));

    [Fact]
    public void CreateBuilder_ProductionInSingleMode_NeedsNoRedis()
    {
        _host.Production()["LOAD_BALANCER_ENABLED"] = "false";
        Assert.Equal("", _host.Get("redis.connection", "--redis:connection", ""));
    }

    [Fact]
    public void CreateBuilder_Faulty_MakesNoSecrets()
    {
        _host["SERVER_PORT"] = "abc";
        _host.Faults();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.HomeFolder));
    }
}
