using System.Security.Claims;
using System.Text.Json;
using Baize.Api.Auth;
using Baize.Api.Errors;
using Baize.Api.Routing;
using Baize.Protocol;
using Baize.Protocol.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baize.Api.Rooms;

/// <summary>Asks rooms on behalf of users, by way of <c>POST /internal/rooms/{id}/calls</c>.</summary>
internal sealed class RoomCalls(InstanceRouter router)
{
    /// <summary>Asks something that changes a room, under a request id: the client's, or one of ours.</summary>
    /// <param name="context">The request.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="kind">As in <see cref="RoomCall"/>.</param>
    /// <param name="requestId">The id in the body; null where there is none.</param>
    /// <param name="data">As in the frame of the same name.</param>
    /// <param name="done">Makes the answer; null: position of the event.</param>
    public async Task<IResult> WriteAsync(
        HttpContext context, string roomId, string kind, string? requestId, JsonElement? data = null, Func<RoomCallReply, IResult>? done = null)
    {
        if (RequestIds.Of(context, requestId, out var problem) is not { } id)
            return problem!;
        return await AskAsync(context, roomId, Call(context.User, kind) with { Id = id, Data = data }, done ?? (reply => Seq(roomId, reply)));
    }

    /// <summary>Asks anything.</summary>
    public async Task<IResult> AskAsync(HttpContext context, string roomId, RoomCall call, Func<RoomCallReply, IResult> done)
    {
        var ask = InstanceRequest.Post($"internal/rooms/{roomId}/calls", call, ProtocolJson.Default.RoomCall);
        if (await router.SendAsync(roomId, ask, context.RequestAborted) is not { } answer)
            return Problems.NoInstance();
        if (!answer.IsSuccess)
            return Problems.From(answer);
        var reply = answer.Read(ProtocolJson.Default.RoomCallReply);
        return reply.Code is null ? done(reply) : Problems.Of(reply.Code, reply.Message);
    }

    /// <summary>A call by the caller; by the platform itself where a trusted service calls for nobody.</summary>
    public static RoomCall Call(ClaimsPrincipal caller, string kind)
    {
        var player = caller.FindPlayer();
        return new RoomCall(kind, player?.UserId ?? 0, player?.Name ?? "", Id: null, Data: null);
    }

    private static Ok<SeqReply> Seq(string roomId, RoomCallReply reply) => TypedResults.Ok(new SeqReply(roomId, reply.Seq));
}
