namespace Baize.PlatformTests.Support;

/// <summary>What a test wants of its platform. The times are short, so that a test need not wait 30 s to see a dead instance go.</summary>
internal sealed record PlatformSettings
{
    /// <summary>Game servers.</summary>
    public int Instances { get; init; } = 3;

    /// <summary>A file of <c>deploy/nginx</c>; null: no balancer.</summary>
    public string? Nginx { get; init; }

    /// <summary>Another bin folder for game servers, with games of the tests; null: the one that <c>./build</c> made.</summary>
    public string? GameServerBin { get; init; }

    /// <summary>Without the API.</summary>
    public bool WithoutApi { get; init; }

    /// <summary>Redis as several servers, started and ended by the test; null: one server of the platform's own.</summary>
    public RedisTopology? Redis { get; init; }

    /// <summary>Redis writes each command to disk before it answers.</summary>
    public bool DurableRedis { get; init; }

    /// <summary>A network of its own for Redis, for tests that cut one process off; null: it is on loopback.</summary>
    public RedisNetwork? Network { get; init; }

    /// <summary><c>load_balancer.heartbeat_interval</c>, in seconds.</summary>
    public int HeartbeatInterval { get; init; } = 1;

    /// <summary><c>load_balancer.instance_ttl</c>, in seconds.</summary>
    public int InstanceTtl { get; init; } = 3;

    /// <summary>More variables for all processes.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
