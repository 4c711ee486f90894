using System.Text.Json;
using System.Text.Json.Nodes;
using Baize.Client;
using Baize.Client.Events;
using Baize.Client.Rooms;
using Baize.Protocol;

namespace Baize.Tests.Client.Support;

/// <summary>What the client shows, as the scenarios write it.</summary>
internal static class Seen
{
    public static JsonNode? Json(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? null : JsonSerializer.SerializeToNode(element);

    public static JsonNode? Ack(long seq) => new JsonObject { ["seq"] = seq };

    public static JsonNode? Session(SessionInfo session) =>
        new JsonObject { ["user_id"] = session.UserId, ["instance_id"] = session.InstanceId, ["session_id"] = session.SessionId };

    public static JsonNode State(ConnectionState state) => new JsonObject
    {
        ["status"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(state.Status.ToString()),
        ["attempt"] = state.Attempt,
        ["session"] = state.Session is { } session ? Session(session) : null,
        ["code"] = state.Reason?.Code,
    };

    public static JsonNode Event(RoomEvent item) => new JsonObject
    {
        ["type"] = item.Type,
        ["room_id"] = item.RoomId,
        ["user_id"] = item.UserId == 0 ? null : item.UserId,
        ["seq"] = item.Seq == 0 ? null : item.Seq,
        ["data"] = Json(item.Data),
        ["code"] = (item as RoomLeft)?.Code,
    };

    public static JsonNode Event(ServerEvent item) => new JsonObject
    {
        ["type"] = item.Type,
        ["room_id"] = item.RoomId,
        ["user_id"] = item.UserId == 0 ? null : item.UserId,
        ["data"] = Json(item.Data),
    };

    public static JsonNode Room(Room room) => new JsonObject
    {
        ["is_in"] = room.IsIn,
        ["log"] = room.Log,
        ["seq"] = room.Seq,
        ["status"] = room.Status,
        ["state"] = Json(room.State),
        ["players"] = room.Info is null ? null : JsonSerializer.SerializeToNode(room.Info, ProtocolJson.Default.RoomInfo)!["players"]!.DeepClone(),
    };
}
