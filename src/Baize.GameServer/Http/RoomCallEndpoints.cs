using System.Text.Json;
using Baize.Cluster;
using Baize.Cluster.Rooms;
using Baize.GameServer.Edge;
using Baize.GameServer.Instance;
using Baize.GameServer.Rooms;
using Baize.Protocol;
using Baize.Protocol.Api;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Http;

/// <summary>Rooms as the API asks for them: any instance answers, wherever a room's owner is.</summary>
internal static class RoomCallEndpoints
{
    private const int MaxPage = 200;
    private const int DefaultPage = 50;
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, RoomRequestKind> Kinds = new(StringComparer.Ordinal)
    {
        ["join"] = RoomRequestKind.Join,
        ["leave"] = RoomRequestKind.Leave,
        ["message"] = RoomRequestKind.Message,
        ["action"] = RoomRequestKind.Action,
        ["ready"] = RoomRequestKind.Ready,
        ["cancel_ready"] = RoomRequestKind.CancelReady,
        ["start"] = RoomRequestKind.Start,
        ["kick"] = RoomRequestKind.Kick,
        ["add_bot"] = RoomRequestKind.AddBot,
        ["get_state"] = RoomRequestKind.GetState,
        ["close"] = RoomRequestKind.Close,
    };

    public static void MapRoomCalls(this IEndpointRouteBuilder group)
    {
        group.MapGet("/games", (GameCatalog games) => TypedResults.Json(new GameList(games.Games), ProtocolJson.Default.GameList));
        group.MapGet("/rooms", ListAsync);
        group.MapPost("/rooms", CreateAsync);
        group.MapGet("/rooms/{id}", GetAsync);
        group.MapPost("/rooms/{id}/calls", CallAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IRoomStore store, string? game, string? status, string? search, int? limit, string? cursor)
    {
        if (limit is < 1 or > MaxPage)
            return Problems.BadField("limit", limit, $"1 to {MaxPage}");
        if (search?.Length > RoomFilter.MaxSearch)
            return Problems.BadField("search", search, $"at most {RoomFilter.MaxSearch} characters");
        try
        {
            var page = await store.ListAsync(new RoomFilter(game, status, search), limit ?? DefaultPage, cursor, context.RequestAborted);
            return TypedResults.Json(new RoomList([.. page.Rooms.Select(Read)], page.NextCursor), ProtocolJson.Default.RoomList);
        }
        catch (FormatException ex)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.BadFrame, ex.Message);
        }
        catch (ClusterUnavailableException)
        {
            return Problems.Unavailable(context);
        }
    }

    private static async Task<IResult> GetAsync(HttpContext context, IRoomStore store, string id)
    {
        if (!RoomId.IsValid(id))
            return Problems.BadField("room_id", id, "1 to 64 of A-Z a-z 0-9 _ -");
        try
        {
            return await store.GetAsync(id, context.RequestAborted) is { } room
                ? TypedResults.Json(Read(room), ProtocolJson.Default.RoomInfo)
                : Problems.NotFound(id);
        }
        catch (ClusterUnavailableException)
        {
            return Problems.Unavailable(context);
        }
    }

    private static async Task<IResult> CreateAsync(HttpContext context, RoomHost host, GameCatalog games, InstanceStatus status, Lobby lobby)
    {
        var (call, fault) = await Body.ReadAsync(context, ProtocolJson.Default.CreateRoomCall);
        if (call is null)
            return fault!;
        if (call.RoomId is null || !RoomId.IsValid(call.RoomId))
            return Problems.BadField("room_id", call.RoomId, "1 to 64 of A-Z a-z 0-9 _ -");
        if (call.HostId < 0 || call.HostId > UserId.Max)
            return Problems.BadField("host_id", call.HostId, "an integer from 0 to 2^53-1");
        if (games.Check(call.Game ?? Room.RelayGame, call.MaxPlayers, call.Options) is { } wrong)
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.BadFrame, wrong);
        if (status.IsDraining)
            return Problems.Unavailable(context);
        try
        {
            var setup = new RoomSetup(
                call.RoomId, call.Game ?? Room.RelayGame, call.Name, call.MaxPlayers, call.Options, call.HostId, host.Now, RoomHost.NewSeed());
            if (await host.CreateAsync(setup) is not { } room)
                return Problems.Of(StatusCodes.Status409Conflict, "room_exists", $"There is a room '{call.RoomId}' already.");
            await room.CommittedAsync().WaitAsync(CommitTimeout, host.Time, context.RequestAborted); // who is told of it must find it
            var info = room.Info;
            await lobby.TellEveryoneAsync(
                FrameTypes.RoomCreated, JsonSerializer.SerializeToElement(info, ProtocolJson.Default.RoomInfo), context.RequestAborted);
            return TypedResults.Json(info, ProtocolJson.Default.RoomInfo, statusCode: StatusCodes.Status201Created);
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or TimeoutException)
        {
            return Problems.Unavailable(context);
        }
    }

    private static async Task<IResult> CallAsync(HttpContext context, string id, OwnerLink link, RoomHost host, EdgeRooms edge, Lobby lobby)
    {
        var (call, fault) = await Body.ReadAsync(context, ProtocolJson.Default.RoomCall);
        if (call is null)
            return fault!;
        if (!RoomId.IsValid(id))
            return Problems.BadField("room_id", id, "1 to 64 of A-Z a-z 0-9 _ -");
        if (call.Kind is null || !Kinds.TryGetValue(call.Kind, out var kind))
            return Problems.BadField("kind", call.Kind, $"one of {string.Join(' ', Kinds.Keys)}");
        if (!UserId.IsValid(call.UserId) && !(call.UserId == 0 && kind is RoomRequestKind.Close or RoomRequestKind.Kick))
            return Problems.BadField("user_id", call.UserId, "an integer from 1 to 2^53-1");
        if (call.Id is { Length: 0 or > ClientFrameReader.MaxIdLength })
            return Problems.BadField("id", call.Id, $"1 to {ClientFrameReader.MaxIdLength} characters");

        var data = call.Data is { } json ? JsonSerializer.SerializeToUtf8Bytes(json) : ReadOnlyMemory<byte>.Empty;
        var request = new RoomRequest(kind, call.UserId, call.UserName ?? "", call.Id, data) { Spectate = call.Spectate, Connected = false };
        var answer = await link.AskAsync(new RoomAsk(id, request, host.InstanceId, edge.NextStamp()), owner: null, context.RequestAborted);
        if (answer.Status == OwnerReplyStatus.NoRoom)
            return TypedResults.Json(new RoomCallReply("", ErrorCodes.RoomNotFound, $"There is no room '{id}'.", 0, null, null), ProtocolJson.Default.RoomCallReply);
        if (answer.Status != OwnerReplyStatus.Answered)
            return Problems.Unavailable(context);
        var reply = answer.Reply!;
        if (kind == RoomRequestKind.Close && reply.Code is null)
        {
            var gone = JsonElement.Parse(ServerFrame.Data(writer => writer.WriteString("room_id"u8, id)));
            await lobby.TellEveryoneAsync(FrameTypes.RoomDeleted, gone, context.RequestAborted);
        }
        return TypedResults.Json(
            new RoomCallReply(
                answer.Owner, reply.Code, reply.Message, reply.Seq,
                reply.Room.IsEmpty ? null : JsonSerializer.Deserialize(reply.Room.Span, ProtocolJson.Default.RoomInfo),
                reply.State.IsEmpty ? null : JsonElement.Parse(reply.State.Span)),
            ProtocolJson.Default.RoomCallReply);
    }

    // The owner as the directory has it now; the rest as the owner last wrote it.
    private static RoomInfo Read(RoomListing room) =>
        JsonSerializer.Deserialize(room.Info.Span, ProtocolJson.Default.RoomInfo)! with { InstanceId = room.Owner };
}
