using System.Buffers.Text;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Baize.GameServer.Sockets;
using Baize.Hosting.Auth;
using Baize.Protocol.Frames;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Edge;

/// <summary>Takes in accepted WebSockets and runs each until it ends. The seam between the sockets and the rooms.</summary>
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

    /// <summary>Runs a connection until it ends. Never throws: whatever a client does is its own affair.</summary>
    /// <param name="user">Whose it is.</param>
    /// <param name="pipe">The socket, after the handshake.</param>
    /// <param name="abort">Cuts the socket.</param>
    public async Task RunAsync(UserIdentity user, IDuplexPipe pipe, Action abort)
    {
        var connection = new Connection(NewSessionId(), user.UserId, user.Name, pipe, abort, _settings) { LastReceived = time.GetTimestamp() };
        metrics.Connections(+1);
        connections.Add(connection, limits.Value.ConnectionsPerUser)
            ?.Close(CloseCodes.SessionReplaced, "a newer connection of the same user took this one's place");
        wheel.Add(connection);
        try
        {
            connection.Send(WebSocketWire.Text(frames.Connected(connection)));
            var session = new ClientSession(connection, new Inbox(connection, frames), metrics, limits.Value.MaxFrameBytes, time);
            await session.ReadAsync(pipe.Input);
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            Log.Cut(logger, connection.SessionId, ex.Message);
        }
        catch (Exception ex) // a fault of ours: it costs this connection, not the instance
        {
            Log.SessionFault(logger, connection.SessionId, ex);
        }
        finally
        {
            connections.Remove(connection);
            wheel.Remove(connection);
            metrics.Connections(-1);
            connection.End(); // the socket first: the rooms may have to wait for the store
        }
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
