using System.Text.Json;
using Baize.Api.Errors;
using Baize.Api.OpenApi;
using Baize.Protocol;
using Baize.Protocol.Api;

namespace Baize.Api.Rooms;

/// <summary>The life of a room, as through the WebSocket. A request id, in the body or as a header, makes a write take effect once.</summary>
internal static class RoomLifeEndpoints
{
    private const string Seq = """{"room_id": "k7Pq2mXw9R", "seq": 12}""";

    public static void MapRoomLife(this RouteGroupBuilder room)
    {
        room.MapPost("/join", JoinAsync)
            .RequireAuthorization()
            .WithSummary("Join a room")
            .WithDescription("Takes a seat, or the seat already held; with `spectate` watches. A room id that does not exist becomes an open relay room, where the platform allows it. " +
                "A member who does not connect to the WebSocket is shown as not connected, and leaves after a while.")
            .Produces<JoinReply>()
            .WithProblems(400, 401, 403, 404, 409, 503)
            .WithExample(request: """{"spectate": false}""", reply: $$"""{"room": {{Examples.Room}}, "state": null}""");
        room.MapLife("leave", "leave", "Leave a room");
        room.MapLife("ready", "ready", "Be ready to start");
        room.MapLife("cancel-ready", "cancel_ready", "Not be ready after all");
        room.MapLife("start", "start", "Start the game", "For the room's host.");
        room.MapLife("bots", "add_bot", "Seat a bot", "For the room's host.");
        room.MapPost("/kick", KickAsync)
            .RequireAuthorization()
            .WithSummary("Put a member out")
            .WithDescription("For the room's host.")
            .Produces<SeqReply>()
            .WithProblems(400, 401, 403, 404, 409, 415, 503)
            .WithExample(request: """{"user_id": 4711428199042317}""", reply: Seq);
        room.MapPost("/actions", ActAsync)
            .RequireAuthorization()
            .WithSummary("Make a move")
            .WithDescription("`name` and what belongs to the move. The room's rules decide; 409 with `not_your_turn` or `illegal_move` where they say no.")
            .Produces<SeqReply>()
            .WithProblems(400, 401, 403, 404, 409, 413, 415, 503)
            .WithExample(request: """{"name": "place", "id": "m-17", "x": 7, "y": 7}""", reply: Seq);
        room.MapPost("/messages", SayAsync)
            .RequireAuthorization()
            .WithSummary("Send a message to all members")
            .WithDescription("Sequenced, logged, delivered exactly once and in order, as `message` on the WebSocket.")
            .Produces<SeqReply>()
            .WithProblems(400, 401, 403, 404, 413, 415, 503)
            .WithExample(request: """{"data": {"text": "hello"}, "id": "m-18"}""", reply: Seq);
        room.MapGet("/state", StateAsync)
            .RequireAuthorization()
            .WithSummary("The game's state, as the caller may see it")
            .Produces<StateReply>()
            .WithProblems(400, 401, 403, 404, 503)
            .WithExample(reply: """{"room_id": "k7Pq2mXw9R", "state": null}""");
    }

    private static void MapLife(this RouteGroupBuilder room, string path, string kind, string summary, string? description = null)
    {
        var endpoint = room.MapPost(path, (HttpContext context, RoomCalls calls, string id, RoomLifeRequest? request) =>
                calls.WriteAsync(context, id, kind, request?.Id))
            .RequireAuthorization()
            .WithSummary(summary)
            .Produces<SeqReply>()
            .WithProblems(400, 401, 403, 404, 409, 503)
            .WithExample(request: """{"id": "m-16"}""", reply: Seq);
        if (description is not null)
            endpoint.WithDescription(description);
    }

    private static async Task<IResult> JoinAsync(HttpContext context, RoomCalls calls, string id, JoinRequest? request)
    {
        if (RequestIds.Of(context, request?.Id, out var problem) is not { } requestId)
            return problem!;
        var call = RoomCalls.Call(context.User, "join") with { Id = requestId, Spectate = request?.Spectate ?? false };
        return await calls.AskAsync(context, id, call, static reply => TypedResults.Ok(new JoinReply(reply.Room!, reply.State)));
    }

    private static Task<IResult> StateAsync(HttpContext context, RoomCalls calls, string id) =>
        calls.AskAsync(context, id, RoomCalls.Call(context.User, "get_state"), reply => TypedResults.Ok(new StateReply(id, reply.State)));

    private static Task<IResult> KickAsync(HttpContext context, RoomCalls calls, string id, KickRequest request) => request.UserId == 0
        ? Refuse("user_id", request.UserId, "the id of a member")
        : calls.WriteAsync(context, id, "kick", request.Id, JsonSerializer.SerializeToElement(new KickRequest(request.UserId), ProtocolJson.Default.KickRequest));

    // The id is ours; the rest is the game's.
    private static Task<IResult> ActAsync(HttpContext context, RoomCalls calls, string id, ActionRequest request) => request.Name is not { Length: > 0 and <= 64 }
        ? Refuse("name", request.Name, "the name of a move, 1 to 64 characters")
        : calls.WriteAsync(context, id, "action", request.Id, JsonSerializer.SerializeToElement(request with { Id = null }, ProtocolJson.Default.ActionRequest));

    private static Task<IResult> SayAsync(HttpContext context, RoomCalls calls, string id, MessageRequest request) => request.Data is null
        ? Refuse("data", value: null, "any JSON")
        : calls.WriteAsync(context, id, "message", request.Id, request.Data);

    private static Task<IResult> Refuse(string field, object? value, string allowed) => Task.FromResult<IResult>(Problems.BadField(field, value, allowed));
}
