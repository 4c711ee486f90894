using Baize.Cluster.Rooms;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>Listings: the index names the rooms, newest first; each room's own record says the rest.</summary>
internal sealed partial class RedisRoomStore
{
    /// <summary>Rooms looked at per step: a filter that few rooms pass costs steps, not memory.</summary>
    private const int Step = 200;

    private static readonly RedisValue[] ListedFields = ["info", "game", "status"];

    public async ValueTask<RoomListing?> GetAsync(string roomId, CancellationToken cancellationToken)
    {
        var owner = Database.StringGetAsync(RedisKeys.Owner(roomId));
        var info = await Database.HashGetAsync(RedisKeys.Meta(roomId), "info").Answer(cancellationToken);
        return info.IsNull ? null : new RoomListing(roomId, (await owner.Answer(cancellationToken)).ToString(), (byte[])info!);
    }

    public async ValueTask<RoomPage> ListAsync(string? game, string? status, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var from = RoomCursor.Parse(cursor);
        var last = from;
        var rooms = new List<RoomListing>(limit);
        var gone = new List<RedisValue>();
        var index = registry.GetDatabase();
        for (var skip = 0; ; skip += Step)
        {
            var step = await index.SortedSetRangeByScoreWithScoresAsync(
                RedisKeys.Rooms, stop: from.CreatedAt, order: Order.Descending, skip: skip, take: Step).Answer(cancellationToken);
            var reads = Array.ConvertAll(step, e => (
                Meta: Database.HashGetAsync(RedisKeys.Meta(e.Element.ToString()), ListedFields),
                Owner: Database.StringGetAsync(RedisKeys.Owner(e.Element.ToString()))));
            for (var i = 0; i < step.Length; i++)
            {
                var at = new RoomCursor(step[i].Score, step[i].Element.ToString());
                var meta = await reads[i].Meta.Answer(cancellationToken);
                var owner = await reads[i].Owner.Answer(cancellationToken);
                if (!at.IsAfter(from))
                    continue; // stood on the page before
                if (meta[0].IsNull)
                {
                    gone.Add(step[i].Element);
                    continue;
                }
                if ((game is not null && meta[1] != game) || (status is not null && meta[2] != status))
                    continue;
                if (rooms.Count == limit)
                {
                    await MendIndexAsync(index, gone, cancellationToken);
                    return new RoomPage(rooms, last.ToString());
                }
                rooms.Add(new RoomListing(at.RoomId, owner.ToString(), (byte[])meta[0]!));
                last = at;
            }
            if (step.Length < Step)
            {
                await MendIndexAsync(index, gone, cancellationToken);
                return new RoomPage(rooms, NextCursor: null);
            }
        }
    }

    // A room is in the index before its first commit, and an owner may die between the two deletions of a room.
    private async ValueTask MendIndexAsync(IDatabase index, List<RedisValue> unlisted, CancellationToken cancellationToken)
    {
        foreach (var roomId in unlisted)
        {
            if (!await Database.KeyExistsAsync(RedisKeys.Meta(roomId.ToString())).Answer(cancellationToken))
                await index.SortedSetRemoveAsync(RedisKeys.Rooms, roomId).Answer(cancellationToken);
        }
    }
}
