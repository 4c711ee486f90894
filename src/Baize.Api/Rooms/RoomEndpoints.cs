using System.Globalization;
using Baize.Api.Auth;
using Baize.Api.Errors;
using Baize.Api.OpenApi;
using Baize.Api.Routing;
using Baize.Protocol.Api;
using Baize.Protocol.Rooms;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Baize.Api.Rooms;

/// <summary>Rooms: list, create, look at, delete.</summary>
internal static class RoomEndpoints
{
    private const int MaxPage = 200;
    private const int DefaultPage = 50; // the instances'
    private const string Room = Examples.Room;

    private static readonly string[] Statuses = [RoomStatus.Waiting, RoomStatus.Playing, RoomStatus.Ended];

    public static void MapRooms(this IEndpointRouteBuilder api)
    {
        var rooms = api.MapGroup("/rooms").WithTags(Tags.Rooms);
        rooms.MapGet("", ListAsync)
            .RequireAuthorization(PlayerClaims.PlayerOrTrusted)
            .WithSummary("List rooms, newest first")
            .WithDescription("`game`, `status` (`waiting`, `playing`, `ended`) and `search` (words that stand in the room's id, its name or a player's name; at most 100 characters) filter: " +
                "a page may then be short, or empty, and yet not the last. `limit` is 1 to 200 (50); `cursor` is the `next_cursor` of the page before.")
            .Produces<RoomList>()
            .WithProblems(400, 401, 503)
            .AddOpenApiOperationTransformer(static (operation, _, _) =>
            {
                if (operation.Parameters?.FirstOrDefault(p => p.Name == "limit") is OpenApiParameter limit)
                    limit.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{MaxPage}", Default = DefaultPage };
                return Task.CompletedTask;
            })
            .WithExample(reply: $$"""{"rooms": [{{Room}}], "next_cursor": "1767139200000.k7Pq2mXw9R"}""");
        rooms.MapPost("", (CreateRoomRequest request, HttpContext context, RoomCreation creation) => creation.CreateAsync(request, context))
            .RequireAuthorization()
            .WithSummary("Create a room")
            .WithDescription("The caller becomes its host and takes no seat yet: `join` does. Everyone online is told (`room_created`). " +
                $"With an `{RequestIds.Header}` header the same request, sent again, gives the same room.")
            .Produces<RoomInfo>(StatusCodes.Status201Created)
            .WithProblems(400, 401, 413, 415, 503)
            .WithExample(request: """{"game": "gomoku", "name": "Friday evening", "max_players": 2, "options": {}}""", reply: Room);

        var room = rooms.MapGroup("/{id}").AddEndpointFilter(CheckIdAsync);
        room.MapGet("", GetAsync)
            .RequireAuthorization(PlayerClaims.PlayerOrTrusted)
            .WithSummary("Look at a room")
            .Produces<RoomInfo>()
            .WithProblems(400, 401, 404, 503)
            .WithExample(reply: Room);
        room.MapDelete("", DeleteAsync)
            .RequireAuthorization(PlayerClaims.PlayerOrTrusted)
            .WithSummary("Close a room")
            .WithDescription("For its host, or for a trusted service (`X-Internal-Key`). Members are put out, and everyone online is told (`room_deleted`).")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(400, 401, 403, 404, 503);
        room.MapRoomLife();
        room.MapConnect();
        room.MapNotify();
    }

    private static async Task<IResult> ListAsync(HttpContext context, InstanceRouter router, string? game, string? status, string? search, string? limit, string? cursor)
    {
        // Parsed here: where binding fails, the answer would not say which parameter it was.
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MaxPage))
            return Problems.BadField("limit", limit, $"1 to {MaxPage}");
        if (status is not null && !Statuses.Contains(status))
            return Problems.BadField("status", status, string.Join(", ", Statuses));
        var query = new Dictionary<string, string?> { ["game"] = game, ["status"] = status, ["search"] = search, ["limit"] = limit, ["cursor"] = cursor };
        var path = QueryHelpers.AddQueryString("internal/rooms", query.Where(q => q.Value is not null));
        return PassOn(await router.SendAsync(roomId: null, InstanceRequest.Get(path), context.RequestAborted));
    }

    private static async Task<IResult> GetAsync(HttpContext context, InstanceRouter router, string id) =>
        PassOn(await router.SendAsync(id, InstanceRequest.Get($"internal/rooms/{id}"), context.RequestAborted));

    private static Task<IResult> DeleteAsync(HttpContext context, RoomCalls calls, string id) =>
        context.User.IsTrusted()
            ? calls.AskAsync(context, id, new RoomCall("close", 0, "", $"~{Guid.NewGuid():N}", Data: null), static _ => TypedResults.NoContent())
            : calls.WriteAsync(context, id, "close", requestId: null, done: static _ => TypedResults.NoContent());

    private static IResult PassOn(InstanceReply? answer) => answer switch
    {
        null => Problems.NoInstance(),
        { IsSuccess: true } => new JsonAnswer(answer.Body, answer.Status),
        _ => Problems.From(answer),
    };

    // Before anything is asked of anyone: an id of another form names no room, and is no part of a path either.
    private static ValueTask<object?> CheckIdAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.GetRouteValue("id") is string id && RoomId.IsValid(id)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.BadField("room_id", context.HttpContext.GetRouteValue("id"), $"1 to {RoomId.MaxLength} of A-Z a-z 0-9 _ -"));
}
