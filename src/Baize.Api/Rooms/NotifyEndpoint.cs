using System.Text.Json;
using Baize.Api.Errors;
using Baize.Api.OpenApi;
using Baize.Api.Routing;
using Baize.Hosting.Auth;
using Baize.Protocol;
using Baize.Protocol.Api;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Api.Rooms;

/// <summary><c>POST /rooms/{id}/notify</c>: a trusted service's word to a room.</summary>
internal static class NotifyEndpoint
{
    private const int MaxAction = 64;

    public static void MapNotify(this IEndpointRouteBuilder room) => room
        .MapPost("/notify", NotifyAsync)
        .RequireInternalKey()
        .WithTags(Tags.Trusted)
        .WithSummary("Notify a room")
        .WithDescription("Sends `room_updated` with `action`, `user_id` and `room_data` to all members, on all instances; `room_created` and `room_deleted` go to everyone online. " +
            "Every action but `room_created`, `room_deleted` and `game_end` is about a user. Needs `X-Internal-Key`.")
        .Produces<NotifyReply>()
        .WithProblems(400, 401, 413, 415, 503)
        .WithExample(
            request: """{"action": "ready", "user_id": 4711428199042317, "room_data": {"ready": 2}}""",
            reply: """{"room_id": "room123", "instance_id": "1-1767139200", "seq": 13}""");

    private static async Task<IResult> NotifyAsync(HttpContext context, InstanceRouter router, string id, NotifyRequest request)
    {
        if (Check(id, request) is { } wrong)
            return wrong;
        if (RequestIds.Of(context, request.Id, out var problem) is not { } requestId)
            return problem!;
        var ask = InstanceRequest.Post("internal/room/notify", request with { RoomId = id, Id = requestId }, ProtocolJson.Default.NotifyRequest);
        return await router.SendAsync(id, ask, context.RequestAborted) switch
        {
            null => Problems.NoInstance(),
            { IsSuccess: true } answer => new JsonAnswer(answer.Body, answer.Status),
            { } answer => Problems.From(answer),
        };
    }

    private static Problem? Check(string id, NotifyRequest request)
    {
        if (request.RoomId is not null && request.RoomId != id)
            return Problems.BadField("room_id", request.RoomId, $"'{id}', as in the path, or absent");
        if (request.Action is not { Length: > 0 and <= MaxAction } || request.Action.Any(char.IsControl))
            return Problems.BadField("action", request.Action, $"a word of 1 to {MaxAction} characters");
        if (request.RoomData is { ValueKind: not JsonValueKind.Object })
            return Problems.BadField("room_data", request.RoomData.Value.GetRawText(), "an object");
        if (request.UserId == 0 && request.Action is (FrameTypes.RoomCreated or FrameTypes.RoomDeleted or FrameTypes.GameEnd))
            return null;
        return UserId.IsValid(request.UserId) ? null : Problems.BadField(
            "user_id",
            request.UserId,
            $"an integer from 1 to 2^53-1 (only {FrameTypes.RoomCreated}, {FrameTypes.RoomDeleted} and {FrameTypes.GameEnd} go without)");
    }
}
