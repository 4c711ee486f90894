using System.Text.Json;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>Unsequenced words to a room, to a user, or to everyone online, on this instance and, over the bus, on all.</summary>
internal sealed partial class Lobby(ConnectionTable connections, EdgeRooms rooms, IBus bus, ILogger<Lobby> logger)
{
    /// <summary>To those of this instance.</summary>
    /// <returns>Connections it was sent to.</returns>
    public int Deliver(Broadcast broadcast)
    {
        var type = broadcast.Type!;
        var data = broadcast.Data is { ValueKind: not JsonValueKind.Undefined } json ? JsonSerializer.SerializeToUtf8Bytes(json) : [];
        if (!string.IsNullOrEmpty(broadcast.RoomId))
            return rooms.Find(broadcast.RoomId)?.Signal(ServerFrame.Encode(type, broadcast.RoomId, broadcast.UserId, data: data)) ?? 0;

        var wire = WebSocketWire.Text(ServerFrame.Encode(type, userId: broadcast.UserId, data: data));
        var receivers = broadcast.UserId != 0 ? connections.OfUser(broadcast.UserId) : connections.All;
        var sent = 0;
        foreach (var connection in receivers)
        {
            connection.Send(wire);
            sent++;
        }
        return sent;
    }

    /// <summary>To everyone online, on all instances.</summary>
    /// <returns>Whether the other instances could be told; where not, those of this one were told all the same.</returns>
    public async ValueTask<bool> TellEveryoneAsync(string type, JsonElement data, CancellationToken cancellationToken)
    {
        var broadcast = new Broadcast { InstanceId = bus.InstanceId, Type = type, Data = data };
        Deliver(broadcast);
        try
        {
            await bus.BroadcastAsync(broadcast, cancellationToken);
            return true;
        }
        catch (ClusterUnavailableException ex)
        {
            Log.LobbyUntold(logger, type, ex.Message);
            return false;
        }
    }

    private static partial class Log // ids 2130-2139
    {
        [LoggerMessage(2130, LogLevel.Warning, "Other instances could not be told '{Type}': {Reason}", EventName = "LobbyUntold")]
        public static partial void LobbyUntold(ILogger logger, string type, string reason);
    }
}
