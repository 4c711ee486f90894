using System.Text.Json;
using Baize.Cluster;
using Baize.Cluster.Rooms;
using Baize.GameServer.Edge;
using Baize.GameServer.Instance;
using Baize.Protocol;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baize.GameServer.Http;

/// <summary>A room as operators look into it: its record in the store, and who is connected where.</summary>
internal static class RoomRecordEndpoints
{
    private const int MaxEvents = 256;
    private const int UsualEvents = 30;

    /// <summary>Who has no view of their own sees what this user sees.</summary>
    private const long Nobody = 0;

    public static void MapRoomRecords(this IEndpointRouteBuilder group)
    {
        group.MapGet("/rooms/{id}/record", RecordAsync);
        group.MapGet("/rooms/{id}/connections", Connections);
    }

    private static async Task<IResult> RecordAsync(HttpContext context, IRoomStore store, string id, int? events)
    {
        if (!RoomId.IsValid(id))
            return Problems.BadField("room_id", id, "1 to 64 of A-Z a-z 0-9 _ -");
        if (events is < 0 or > MaxEvents)
            return Problems.BadField("events", events, $"0 to {MaxEvents}");
        try
        {
            if (await store.GetPositionAsync(id, context.RequestAborted) is not { } at)
                return Problems.NotFound(id);
            var listing = await store.GetAsync(id, context.RequestAborted);
            var log = await store.ReadLogAsync(id, at.Seq - (events ?? UsualEvents), context.RequestAborted);
            var room = listing is null ? null : JsonSerializer.Deserialize(listing.Info.Span, ProtocolJson.Default.RoomInfo);
            return TypedResults.Json(
                new RoomRecordReply(
                    room is null ? null : room with { InstanceId = listing!.Owner }, at.Owner, at.Term, at.LogId, at.Seq, at.Edges, at.StateBytes,
                    [.. log.Entries.TakeLast(events ?? UsualEvents).Select((entry, i) => Shown(entry, log.Head - Math.Min(log.Entries.Count, events ?? UsualEvents) + i + 1))]),
                GameServerJson.Default.RoomRecordReply);
        }
        catch (ClusterUnavailableException)
        {
            return Problems.Unavailable(context);
        }
    }

    private static JsonHttpResult<RoomConnectionsReply> Connections(EdgeRooms edge, InstanceStatus status, string id) => TypedResults.Json(
        new RoomConnectionsReply(
            status.Self.Id,
            [.. (edge.Find(id)?.Members ?? []).GroupBy(m => m.Connection.UserId)
                .Select(of => new ConnectedUser(of.Key, of.First().Connection.UserName, of.Count(), of.All(m => m.Spectates)))]),
        GameServerJson.Default.RoomConnectionsReply);

    private static JsonElement Shown(ReadOnlyMemory<byte> entry, long seq)
    {
        var frame = LogEntry.FrameFor(entry, Nobody);
        return JsonElement.Parse(frame.IsEmpty ? ServerFrame.Data(writer => writer.WriteNumber("seq"u8, seq)) : frame.Span);
    }
}
