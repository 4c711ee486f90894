using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /internal/room/notify</c> and <c>POST /rooms/{id}/notify</c>.</summary>
/// <param name="RoomId">The room; on the API's path it stands in the path.</param>
/// <param name="Action">What happened, a word.</param>
/// <param name="UserId">Whom it is about; may be 0 for <c>room_created</c>, <c>room_deleted</c> and <c>game_end</c> only.</param>
/// <param name="RoomData">An object, passed on as it is.</param>
/// <param name="Id">The request id, 1 to 64 characters: the same id takes effect once. Null: no such promise.</param>
public sealed record NotifyRequest(string? RoomId, string? Action, long UserId, JsonElement? RoomData, string? Id = null);
