using System.Text.Json;
using Baize.Cluster.Bus;
using Baize.GameServer.Edge;
using Baize.GameServer.Instance;
using Baize.GameServer.Rooms;
using Baize.Hosting.Auth;
using Baize.Protocol;
using Baize.Protocol.Api;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Http;

/// <summary>What trusted services may ask (protocol 3.1) and what the API asks (docs/protocol.md, section 6).</summary>
internal static class InternalEndpoints
{
    private static readonly string[] ForEveryone = [FrameTypes.RoomCreated, FrameTypes.RoomDeleted];

    public static void MapInternal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/internal").RequireInternalKey();
        group.MapPost("/room/notify", NotifyAsync);
        group.MapPost("/drain", DrainAsync);
        group.MapPost("/undrain", Undrain);
        group.MapPost("/broadcast", BroadcastAsync);
        group.MapRoomCalls();
        group.MapRoomRecords();
    }

    private static async Task<IResult> NotifyAsync(HttpContext context, OwnerLink link, RoomHost host, Lobby lobby)
    {
        var (request, fault) = await Body.ReadAsync(context, ProtocolJson.Default.NotifyRequest);
        if (request is null)
            return fault!;
        if (Check(request) is { } wrong)
            return wrong;
        if (ForEveryone.Contains(request.Action))
        {
            await lobby.TellEveryoneAsync(request.Action!, NotifyData(request), context.RequestAborted);
            return TypedResults.Json(new NotifyReply(request.RoomId!, "", Seq: 0), ProtocolJson.Default.NotifyReply);
        }
        var ask = new RoomRequest(RoomRequestKind.Notify, UserId: 0, "", Id: request.Id ?? $"~notify-{Guid.NewGuid():N}", JsonSerializer.SerializeToUtf8Bytes(NotifyData(request)));
        var answer = await link.AskAsync(new RoomAsk(request.RoomId!, ask, host.InstanceId, Stamp: 0), owner: null, context.RequestAborted);
        return answer.Status switch
        {
            OwnerReplyStatus.Answered when answer.Reply!.Code is null =>
                TypedResults.Json(new NotifyReply(request.RoomId!, answer.Owner, answer.Reply.Seq), ProtocolJson.Default.NotifyReply),
            OwnerReplyStatus.Answered => Problems.Of(StatusCodes.Status409Conflict, answer.Reply!.Code!, answer.Reply.Message ?? ""),
            // Nobody is in a room that does not exist: all its members were told.
            OwnerReplyStatus.NoRoom => TypedResults.Json(new NotifyReply(request.RoomId!, "", Seq: 0), ProtocolJson.Default.NotifyReply),
            _ => Problems.Unavailable(context),
        };
    }

    private static IResult? Check(NotifyRequest request)
    {
        if (request.RoomId is null || !RoomId.IsValid(request.RoomId))
            return Problems.BadField("room_id", request.RoomId, "1 to 64 of A-Z a-z 0-9 _ -");
        if (request.Action is not { Length: > 0 and <= 64 })
            return Problems.BadField("action", request.Action, "a word of 1 to 64 characters");
        if (request.RoomData is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            return Problems.BadField("room_data", request.RoomData.Value.GetRawText(), "an object");
        if (request.UserId < 0 || request.UserId > UserId.Max)
            return Problems.BadField("user_id", request.UserId, "an integer from 1 to 2^53-1");
        if (request.UserId == 0 && request.Action is not (FrameTypes.RoomCreated or FrameTypes.RoomDeleted or FrameTypes.GameEnd))
            return Problems.BadField("user_id", request.UserId, $"an integer from 1 to 2^53-1 (only {FrameTypes.RoomCreated}, {FrameTypes.RoomDeleted} and {FrameTypes.GameEnd} go without)");
        return null;
    }

    private static JsonElement NotifyData(NotifyRequest request) => JsonElement.Parse(ServerFrame.Data(writer =>
    {
        writer.WriteString("room_id"u8, request.RoomId);
        writer.WriteString("action"u8, request.Action);
        if (request.UserId != 0)
            writer.WriteNumber("user_id"u8, request.UserId);
        writer.WritePropertyName("room_data"u8);
        if (request.RoomData is { ValueKind: JsonValueKind.Object } data)
            data.WriteTo(writer);
        else
            writer.WriteRawValue("{}"u8);
    }));

    private static async Task<IResult> DrainAsync(
        HttpContext context, DrainService drain, InstanceStatus status, ConnectionTable connections, RoomHost rooms, IOptions<DrainOptions> options)
    {
        var request = new DrainRequest();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }) // without one the process ends, as ever
        {
            var (body, fault) = await Body.ReadAsync(context, GameServerJson.Default.DrainRequest);
            if (body is null)
                return fault!;
            request = body;
        }
        drain.Begin(request.Exit);
        return Reply(drain, status, connections, rooms, options, StatusCodes.Status202Accepted);
    }

    private static IResult Undrain(DrainService drain, InstanceStatus status, ConnectionTable connections, RoomHost rooms, IOptions<DrainOptions> options) =>
        drain.Undo()
            ? Reply(drain, status, connections, rooms, options, StatusCodes.Status200OK)
            : Problems.Of(StatusCodes.Status409Conflict, "too_late", "The process has begun to end: what ends cannot be undrained. Start another.");

    private static JsonHttpResult<DrainReply> Reply(
        DrainService drain, InstanceStatus status, ConnectionTable connections, RoomHost rooms, IOptions<DrainOptions> options, int code) =>
        TypedResults.Json(
            new DrainReply(status.Self.Id, status.State, connections.Count, rooms.Count, options.Value.Timeout * 1000L, drain.Outcome == "exit"),
            GameServerJson.Default.DrainReply,
            statusCode: code);

    private static async Task<IResult> BroadcastAsync(HttpContext context, Lobby lobby)
    {
        var (request, fault) = await Body.ReadAsync(context, ProtocolJson.Default.BroadcastRequest);
        if (request is null)
            return fault!;
        if (request.Type is not { Length: > 0 and <= 64 })
            return Problems.BadField("type", request.Type, "a word of 1 to 64 characters");
        var sent = lobby.Deliver(new Broadcast { Type = request.Type, Data = request.Data });
        return TypedResults.Json(new InternalBroadcastReply(sent), ProtocolJson.Default.InternalBroadcastReply);
    }
}
