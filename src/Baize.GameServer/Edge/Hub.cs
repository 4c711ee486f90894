using System.Buffers.Text;
using System.Security.Cryptography;
using Baize.GameServer.Sockets;
using Baize.Hosting.Auth;
using Baize.Protocol.Frames;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Edge;

/// <summary>Takes in accepted WebSockets and lets them go. The seam between the sockets and the rooms.</summary>
internal sealed partial class Hub(
    ConnectionTable connections,
    PingWheel wheel,
    FrameHandler frames,
    EdgeRooms rooms,
    EdgeMetrics metrics,
    IOptions<LimitsOptions> limits,
    TimeProvider time,
    ILogger<Hub> logger)
{
    private readonly EdgeSettings _settings = new(limits.Value.OutboundQueueBytes, limits.Value.MessagesPerSecond, metrics, wheel.Closing);

    /// <summary>Takes a connection in.</summary>
    /// <param name="user">Whose it is.</param>
    /// <param name="socket">The socket, after the handshake.</param>
    /// <returns>The session, to be given what the client sends, and back to <see cref="CloseAsync"/>.</returns>
    public ClientSession Open(UserIdentity user, IClientSocket socket)
    {
        var connection = new Connection(NewSessionId(), user, socket, _settings) { LastReceived = time.GetTimestamp() };
        metrics.Connections(+1);
        connections.Add(connection, limits.Value.ConnectionsPerUser)
            ?.Close(CloseCodes.SessionReplaced, "a newer connection of the same user took this one's place");
        wheel.Add(connection);
        connection.Send(WebSocketWire.Text(frames.Connected(connection)));
        return new ClientSession(connection, new Inbox(connection, frames), frames, metrics, limits.Value.MaxFrameBytes, time);
    }

    /// <summary>Ends a connection whose reading has ended. Never throws: whatever a client does is its own affair.</summary>
    /// <param name="session">As it was opened.</param>
    /// <param name="fault">Why, where it did not end by itself.</param>
    public async Task CloseAsync(ClientSession session, Exception? fault)
    {
        var connection = session.Connection;
        if (fault is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            Log.Cut(logger, connection.SessionId, fault.Message);
        else if (fault is not null) // a fault of ours: it costs this connection, not the instance
            Log.SessionFault(logger, connection.SessionId, fault);
        connections.Remove(connection);
        wheel.Remove(connection);
        metrics.Connections(-1);
        connection.End(); // the socket first: the rooms may have to wait for the store
        await LeaveRoomsAsync(connection);
    }

    private async Task LeaveRoomsAsync(Connection connection)
    {
        try
        {
            await rooms.OnDisconnectedAsync(connection);
        }
        catch (OperationCanceledException)
        {
            // stopping: whoever takes the rooms over learns who is connected
        }
        catch (Exception ex)
        {
            Log.SessionFault(logger, connection.SessionId, ex);
        }
    }

    private static string NewSessionId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));

    private static partial class Log // ids 2120-2129
    {
        [LoggerMessage(2120, LogLevel.Debug, "Session {SessionId} was cut: {Reason}", EventName = "Cut")]
        public static partial void Cut(ILogger logger, string sessionId, string reason);

        [LoggerMessage(2121, LogLevel.Error, "Session {SessionId} failed within the platform and was ended.", EventName = "SessionFault")]
        public static partial void SessionFault(ILogger logger, string sessionId, Exception exception);
    }
}
