using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>
/// What lies beside the rooms' records, in other slots of a cluster and so outside their scripts: the index of all rooms, and
/// the set of rooms per instance. Both may name too much for a while, never too little: they are written before the record,
/// and whoever takes something out looks afterwards whether it has come back.
/// </summary>
internal sealed partial class RedisRoomStore
{
    public async ValueTask<IReadOnlyList<string>> ListOwnedAsync(string instanceId, CancellationToken cancellationToken) =>
        Array.ConvertAll(await Index.SetMembersAsync(Keys.InstanceRooms(instanceId), RedisCalls.Master).Answer(cancellationToken), v => v.ToString());

    public async ValueTask ForgetOwnedAsync(string instanceId, string roomId, CancellationToken cancellationToken)
    {
        await Index.SetRemoveAsync(Keys.InstanceRooms(instanceId), roomId, RedisCalls.Master).Answer(cancellationToken);
        if (await GetOwnerAsync(roomId, cancellationToken) == instanceId)
            await Index.SetAddAsync(Keys.InstanceRooms(instanceId), roomId, RedisCalls.Master).Answer(cancellationToken);
    }

    private async ValueTask NoteAsync(string instanceId, string roomId, long? createdAt, CancellationToken cancellationToken)
    {
        var owned = Index.SetAddAsync(Keys.InstanceRooms(instanceId), roomId, RedisCalls.Master);
        if (createdAt is { } at)
            await Index.SortedSetAddAsync(Keys.Rooms, roomId, at, SortedSetWhen.NotExists, RedisCalls.Master).Answer(cancellationToken);
        await owned.Answer(cancellationToken);
    }

    // What it tidies has been decided already: where the store is away now, the set names one room too many, as it may.
    private async ValueTask TidyAsync(string instanceId, string roomId, CancellationToken cancellationToken)
    {
        try
        {
            await ForgetOwnedAsync(instanceId, roomId, cancellationToken);
        }
        catch (ClusterUnavailableException)
        {
            // see above
        }
    }

    private async ValueTask UnlistAsync(RedisValue roomId, CancellationToken cancellationToken)
    {
        await Index.SortedSetRemoveAsync(Keys.Rooms, roomId, RedisCalls.Master).Answer(cancellationToken);
        var createdAt = await Database.HashGetAsync(Keys.Meta(roomId.ToString()), "created_at", RedisCalls.Master).Answer(cancellationToken);
        if (!createdAt.IsNull && createdAt.TryParse(out long at)) // null reads as 0
            await Index.SortedSetAddAsync(Keys.Rooms, roomId, at, SortedSetWhen.NotExists, RedisCalls.Master).Answer(cancellationToken);
    }
}
