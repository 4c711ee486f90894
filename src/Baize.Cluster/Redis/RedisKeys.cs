using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The names in Redis (docs/protocol.md, section 1). The braces are a hash tag: a room's keys share the slot of <c>room:instance:&lt;room&gt;</c>.</summary>
/// <param name="prefix"><c>redis.key_prefix</c>: before each key and channel, within the braces where there are some; holds none itself.</param>
public sealed class RedisKeys(string prefix)
{
    /// <summary>What stands before each.</summary>
    public string Prefix => prefix;

    /// <summary>Set of instance ids.</summary>
    public string Instances { get; } = $"{prefix}game-server:instances";

    /// <summary>The channel that anyone may publish on.</summary>
    public string Broadcast { get; } = $"{prefix}game-server:broadcast";

    /// <summary>A channel of the client library's own.</summary>
    internal string Client { get; } = $"{prefix}game-server:client";

    /// <summary>Sorted set of room ids by creation time: the index of listings. Mended when read: a room without a record is taken out.</summary>
    internal string Rooms { get; } = $"{prefix}game-server:rooms";

    /// <summary>An instance's record.</summary>
    public string Instance(string instanceId) => $"{prefix}game-server:instances:{instanceId}";

    /// <summary>Set of the rooms an instance has claimed.</summary>
    public string InstanceRooms(string instanceId) => $"{prefix}game-server:instances:{instanceId}:rooms";

    /// <summary>The channel of one instance.</summary>
    public string Bus(string instanceId) => $"{prefix}game-server:bus:{instanceId}";

    /// <summary>A room's owner.</summary>
    public string Owner(string roomId) => $"{prefix}room:instance:{roomId}";

    internal RedisKey Meta(string roomId) => $"{{{Owner(roomId)}}}:meta";

    internal RedisKey State(string roomId) => $"{{{Owner(roomId)}}}:state";

    internal RedisKey Log(string roomId) => $"{{{Owner(roomId)}}}:log";

    internal RedisKey Applied(string roomId) => $"{{{Owner(roomId)}}}:ids";

    /// <summary>All keys of a room, in the order the scripts take them.</summary>
    internal RedisKey[] Room(string roomId) => [Owner(roomId), Meta(roomId), State(roomId), Log(roomId), Applied(roomId)];
}
