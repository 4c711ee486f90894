using Baize.GameServer.Edge;
using Baize.GameServer.Instance;
using Baize.GameServer.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baize.GameServer.Http;

/// <summary>Health and figures, open to all who reach the port.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", Ready);
        routes.MapGet("/health", Ready);
        routes.MapGet("/stats", Stats);
    }

    private static JsonHttpResult<HealthReply> Ready(InstanceStatus status)
    {
        var reason = status.NotReadyBecause;
        return TypedResults.Json(
            new HealthReply(reason is null ? "ready" : "not ready", reason, status.Self.Id, status.State, status.Mode.Name, Absent(status.Mode.Reason)),
            GameServerJson.Default.HealthReply,
            statusCode: reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<StatsReply> Stats(InstanceStatus status, ConnectionTable connections, RoomHost rooms, EdgeRooms edge, LiveRates rates, DrainService drain, TimeProvider time)
    {
        var live = rates.Now;
        var statuses = rooms.Rooms.GroupBy(r => r.Status, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var now = time.GetUtcNow();
        return TypedResults.Json(
            new StatsReply(
                status.Self.Id, connections.Count, rooms.Count, edge.Count, status.State, now.ToUnixTimeMilliseconds(), status.Mode.Name,
                Absent(status.Mode.Reason), status.NotReadyBecause is null, (now.ToUnixTimeSeconds() - status.Self.StartedAt) * 1000, status.Self.Version,
                status.Self.MachineId, status.Self.Address, status.Self.Port, Environment.ProcessId,
                statuses, live.FramesIn, live.FramesOut, live.Deliveries, live.Commits, live.Events, live.Cpu, Environment.WorkingSet, status.NotReadyBecause, drain.Outcome),
            GameServerJson.Default.StatsReply);
    }

    private static string? Absent(string reason) => reason.Length == 0 ? null : reason;
}
