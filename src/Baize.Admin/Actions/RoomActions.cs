using Baize.Admin.Audit;
using Baize.Admin.Overview;
using Baize.Admin.Platform;
using Baize.Admin.Rooms;

namespace Baize.Admin.Actions;

/// <summary>What is done to rooms: asked of any instance, which finds the owner.</summary>
internal static class RoomActions
{
    private const long MaxUserId = (1L << 53) - 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5); // a takeover on the way included

    public static async Task<IResult> CloseAsync(HttpContext http, string id, Sampler sampler, PlatformClient platform, RoomIndex index, AuditLog audit)
    {
        var result = await CallAsync(http, id, "close", id, data: null, sampler, platform, audit);
        if (result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
            index.Remove(id);
        return result;
    }

    public static async Task<IResult> KickAsync(HttpContext http, string id, KickRequest request, Sampler sampler, PlatformClient platform, AuditLog audit) =>
        request.UserId is not { } user || user == 0 || Math.Abs(user) > MaxUserId
            ? Refusals.BadField("user_id", request.UserId, "a member's id")
            : await CallAsync(http, id, "kick", $"{id} user {user}", request, sampler, platform, audit);

    private static async Task<IResult> CallAsync(
        HttpContext http, string id, string kind, string target, KickRequest? data, Sampler sampler, PlatformClient platform, AuditLog audit)
    {
        if (!RoomEndpoints.IsRoomId(id))
            return RoomEndpoints.BadId(id);
        var call = new RoomCallBody(kind, UserId: 0, $"~admin-{Guid.NewGuid():N}", data);
        var answer = await RoomLookup.AskAnyAsync(sampler.Living, instance =>
            platform.PostAsync(instance.At($"/internal/rooms/{id}/calls"), call, AdminJson.Default.RoomCallBody, Timeout, http.RequestAborted));
        var reply = answer is { IsSuccess: true } ? answer.Read(AdminJson.Default.RoomCallAnswer) : null;
        var fault = reply is null ? answer?.Describe() ?? "No game server answers." : reply.Code is null ? null : $"{reply.Code}: {reply.Message}";
        await audit.AddAsync(http, kind, target, fault);
        return reply is null ? Refusals.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", fault!)
            : reply.Code is { } code ? Refusals.Of(code is "room_not_found" or "not_member" ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict, code, reply.Message ?? code)
            : TypedResults.Json(reply, AdminJson.Default.RoomCallAnswer, statusCode: StatusCodes.Status200OK);
    }
}
