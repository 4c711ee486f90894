using System.Text.RegularExpressions;

namespace Baize.Admin.Rooms;

/// <summary>Finding rooms and looking into one.</summary>
internal static partial class RoomEndpoints
{
    private const int MaxPage = 200;
    private const int UsualPage = 50;
    private const int MaxText = 200;
    private const int MaxEvents = 256;
    private const int UsualEvents = 30;

    public static void MapRooms(this IEndpointRouteBuilder api)
    {
        api.MapGet("/rooms", SearchAsync);
        api.MapGet("/rooms/{id}", async (string id, int? events, RoomLookup lookup, CancellationToken cancellationToken) =>
            !IsRoomId(id) ? BadId(id)
            : events is < 0 or > MaxEvents ? Refusals.BadField("events", events, $"0 to {MaxEvents}")
            : await lookup.GetAsync(id, events ?? UsualEvents, cancellationToken));
    }

    /// <summary>Whether a text may be a room's id: it goes into an address.</summary>
    public static bool IsRoomId(string id) => Id().IsMatch(id);

    public static IResult BadId(string id) => Refusals.BadField("room_id", id, "1 to 64 of A-Z a-z 0-9 _ -");

    private static async Task<IResult> SearchAsync(
        RoomIndex index, string? q, string? game, string? status, string? instance, int? offset, int? limit, CancellationToken cancellationToken)
    {
        if (q?.Length > MaxText)
            return Refusals.BadField("q", q[..20] + "…", $"at most {MaxText} characters");
        if (limit is < 1 or > MaxPage)
            return Refusals.BadField("limit", limit, $"1 to {MaxPage}");
        if (offset is < 0 or > RoomIndex.MaxRooms)
            return Refusals.BadField("offset", offset, $"0 to {RoomIndex.MaxRooms}");
        return TypedResults.Ok(await index.SearchAsync(new RoomQuery(q, game, status, instance), offset ?? 0, limit ?? UsualPage, cancellationToken));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Id();
}
