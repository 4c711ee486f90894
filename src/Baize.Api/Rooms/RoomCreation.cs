using System.Text.Json;
using Baize.Api.Auth;
using Baize.Api.Errors;
using Baize.Api.Routing;
using Baize.Protocol;
using Baize.Protocol.Api;
using Baize.Protocol.Frames;

namespace Baize.Api.Rooms;

/// <summary><c>POST /rooms</c>. The instance that makes the room tells the lobby.</summary>
internal sealed class RoomCreation(InstanceRouter router)
{
    private const int MaxName = 64;
    private const int MaxTries = 3; // ids in use: see RoomIds

    public async Task<IResult> CreateAsync(CreateRoomRequest request, HttpContext context)
    {
        if (Check(request) is { } wrong)
            return wrong;
        if (RequestIds.OfHeader(context, out var problem) is var requestId && problem is not null)
            return problem;
        var host = context.User.Player().UserId;
        for (var tries = 1; ; tries++)
        {
            var roomId = requestId is null ? RoomIds.New() : RoomIds.Of(host, requestId);
            var call = new CreateRoomCall(roomId, request.Game ?? "relay", Name(request), request.MaxPlayers, request.Options, host);
            var ask = InstanceRequest.Post("internal/rooms", call, ProtocolJson.Default.CreateRoomCall);
            if (await router.SendAsync(roomId: null, ask, context.RequestAborted) is not { } answer)
                return Problems.NoInstance();
            if (answer.Status == StatusCodes.Status409Conflict)
            {
                // Ours, if an earlier attempt made it and its answer was lost, or if the client repeats itself.
                answer = await router.SendAsync(roomId, InstanceRequest.Get($"internal/rooms/{roomId}"), context.RequestAborted) ?? answer;
                if (!answer.IsSuccess && InstanceReply.IsFailure(answer.Status))
                    return Problems.From(answer);
                if (requestId is not null && answer.Status == StatusCodes.Status404NotFound)
                    return Problems.Of(ErrorCodes.Unavailable, "The room is being made. Try again with the same key."); // claimed, and not committed yet
                if (!IsOf(host, answer) && tries < MaxTries && requestId is null)
                    continue;
                if (!IsOf(host, answer))
                    return Problems.Of("internal", "No free room id was found.");
            }
            if (!answer.IsSuccess)
                return Problems.From(answer);
            context.Response.Headers.Location = $"/api/v1/rooms/{roomId}";
            return new JsonAnswer(answer.Body, StatusCodes.Status201Created);
        }
    }

    private static Problem? Check(CreateRoomRequest request)
    {
        if (request.Game is { Length: 0 or > 64 })
            return Problems.BadField("game", request.Game, "a game of GET /api/v1/games, or relay");
        if (Name(request) is { } name && (name.Length > MaxName || name.Any(char.IsControl)))
            return Problems.BadField("name", request.Name, $"up to {MaxName} characters, no control characters");
        if (request.MaxPlayers is < 0)
            return Problems.BadField("max_players", request.MaxPlayers, "the number of seats, within the game's bounds");
        if (request.Options is { ValueKind: not JsonValueKind.Object })
            return Problems.BadField("options", request.Options.Value.GetRawText(), "an object");
        return null;
    }

    private static string? Name(CreateRoomRequest request) => string.IsNullOrWhiteSpace(request.Name) ? null : request.Name.Trim();

    // A relay room has no host; that its id, random or a hash of the caller's, is another's is beyond chance (see RoomIds).
    private static bool IsOf(long host, InstanceReply answer) =>
        answer.IsSuccess && answer.Read(ProtocolJson.Default.RoomInfo).HostId is var owner && (owner == host || owner == 0);
}
