using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The names in Redis (docs/protocol.md, section 1). The braces are a hash tag: a room's keys share the slot of <c>room:instance:&lt;room&gt;</c>.</summary>
public static class RedisKeys
{
    /// <summary>Set of instance ids.</summary>
    public const string Instances = "game-server:instances";

    /// <summary>The channel that anyone may publish on.</summary>
    public const string Broadcast = "game-server:broadcast";

    /// <summary>Sorted set of room ids by creation time: the index of listings. Mended when read: a room without a record is taken out.</summary>
    internal const string Rooms = "game-server:rooms";

    /// <summary>An instance's record.</summary>
    public static string Instance(string instanceId) => $"game-server:instances:{instanceId}";

    /// <summary>Set of the rooms an instance has claimed.</summary>
    public static string InstanceRooms(string instanceId) => $"game-server:instances:{instanceId}:rooms";

    /// <summary>The channel of one instance.</summary>
    public static string Bus(string instanceId) => $"game-server:bus:{instanceId}";

    /// <summary>A room's owner.</summary>
    public static string Owner(string roomId) => $"room:instance:{roomId}";

    internal static RedisKey Meta(string roomId) => $"{{room:instance:{roomId}}}:meta";

    internal static RedisKey State(string roomId) => $"{{room:instance:{roomId}}}:state";

    internal static RedisKey Log(string roomId) => $"{{room:instance:{roomId}}}:log";

    internal static RedisKey Applied(string roomId) => $"{{room:instance:{roomId}}}:ids";

    /// <summary>All keys of a room, in the order the scripts take them.</summary>
    internal static RedisKey[] Room(string roomId) => [Owner(roomId), Meta(roomId), State(roomId), Log(roomId), Applied(roomId)];
}
