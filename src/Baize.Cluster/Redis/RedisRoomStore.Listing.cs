using Baize.Cluster.Rooms;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>Listings: the index names the rooms, newest first; each room's own record says the rest.</summary>
internal sealed partial class RedisRoomStore
{
    /// <summary>Rooms looked at per step: a filter that few rooms pass costs steps, not memory.</summary>
    private const int Step = 200;

    /// <summary>Steps per page: one request costs at most 2,000 rooms looked at, and may end with a short page that goes on.</summary>
    private const int MaxSteps = 10;

    /// <summary>Rooms of this age without a record have none; younger ones may be in the making.</summary>
    private const long MadeWithinMs = 60_000;

    private static readonly RedisValue[] ListedFields = ["info", "game", "status", "log"];

    private static readonly RedisValue[] PositionFields = ["log", "term", "seq", "edges"];

    public async ValueTask<RoomListing?> GetAsync(string roomId, CancellationToken cancellationToken)
    {
        var owner = Database.StringGetAsync(Keys.Owner(roomId), RedisCalls.Master);
        var info = await Database.HashGetAsync(Keys.Meta(roomId), "info", RedisCalls.Master).Answer(cancellationToken);
        return info.IsNull ? null : new RoomListing(roomId, (await owner.Answer(cancellationToken)).ToString(), (byte[])info!);
    }

    public async ValueTask<string?> GetRulesAsync(string roomId, CancellationToken cancellationToken) =>
        (await Database.HashGetAsync(Keys.Meta(roomId), "rules", RedisCalls.Master).Answer(cancellationToken)).ToString() is { Length: > 0 } rules ? rules : null;

    public async ValueTask<RoomPosition?> GetPositionAsync(string roomId, CancellationToken cancellationToken)
    {
        var owner = Database.StringGetAsync(Keys.Owner(roomId), RedisCalls.Master);
        var state = Database.StringLengthAsync(Keys.State(roomId), RedisCalls.Master);
        var meta = await Database.HashGetAsync(Keys.Meta(roomId), PositionFields, RedisCalls.Master).Answer(cancellationToken);
        var (ownerId, bytes) = ((await owner.Answer(cancellationToken)).ToString(), await state.Answer(cancellationToken));
        return meta[0].IsNull ? null : new RoomPosition(ownerId, (long)meta[1], meta[0].ToString(), (long)meta[2], Edges(meta[3].ToString()), bytes);
    }

    public async ValueTask<RoomPage> ListAsync(RoomFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var seen = RoomCursor.Parse(cursor);
        var rooms = new List<RoomListing>(limit);
        var gone = new List<RedisValue>();
        string? next = null;
        var skip = 0;
        for (var step = 1; next is null; step++)
        {
            var entries = await Index.SortedSetRangeByScoreWithScoresAsync(
                Keys.Rooms, stop: seen.CreatedAt, order: Order.Descending, skip: skip, take: Step, flags: RedisCalls.Master).Answer(cancellationToken);
            // The first of them may have the score at which the last step ended, and stand before it.
            var ahead = Array.FindAll(Array.ConvertAll(entries, e => new RoomCursor(e.Score, e.Element.ToString())), at => at.IsAfter(seen));
            skip = ahead.Length == 0 ? skip + Step : 0;
            var reads = Array.ConvertAll(ahead, at => (
                Meta: Database.HashGetAsync(Keys.Meta(at.RoomId), ListedFields, RedisCalls.Master),
                Owner: Database.StringGetAsync(Keys.Owner(at.RoomId), RedisCalls.Master)));
            for (var i = 0; i < ahead.Length; i++)
            {
                var meta = await reads[i].Meta.Answer(cancellationToken);
                var owner = await reads[i].Owner.Answer(cancellationToken);
                var room = new RoomListing(ahead[i].RoomId, owner.ToString(), (byte[]?)meta[0] ?? []);
                var isListed = !meta[0].IsNull && (filter.Game is null || meta[1] == filter.Game) && (filter.Status is null || meta[2] == filter.Status)
                    && filter.HasWords(room);
                if (isListed && rooms.Count == limit)
                {
                    next = seen.ToString();
                    break;
                }
                if (isListed)
                    rooms.Add(room);
                else if (meta[3].IsNull && ahead[i].CreatedAt < time.GetUtcNow().ToUnixTimeMilliseconds() - MadeWithinMs)
                    gone.Add(ahead[i].RoomId);
                seen = ahead[i];
            }
            if (entries.Length < Step)
                break;
            if (step >= MaxSteps && skip == 0)
                next ??= seen.ToString();
        }
        foreach (var roomId in gone) // their owners died between the two deletions of a room, or before they had made it
            await UnlistAsync(roomId, cancellationToken);
        return new RoomPage(rooms, next);
    }
}
