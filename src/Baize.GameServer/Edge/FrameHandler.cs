using System.Diagnostics;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.GameServer.Tracing;
using Baize.Protocol.Frames;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Edge;

/// <summary>Does what a client's frame asks for and answers it (protocol 2.1).</summary>
internal sealed partial class FrameHandler(EdgeRooms rooms, RoomHost host, TimeProvider time, ILogger<FrameHandler> logger)
{
    /// <summary>Rooms that a connection may be in: each costs kilobytes here and a record in the store.</summary>
    private const int MaxRooms = 64;

    /// <summary>How long a frame may have waited behind others of its client: as long as an ask may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Now, on the clock that <see cref="HandleAsync"/> measures a frame's wait by.</summary>
    public long Timestamp => time.GetTimestamp();

    /// <summary>The first frame of a connection.</summary>
    public byte[] Connected(Connection connection) => ServerFrame.Encode(FrameTypes.Connected, data: ServerFrame.Data(writer =>
    {
        writer.WriteNumber("user_id"u8, connection.UserId);
        writer.WriteString("instance_id"u8, host.InstanceId);
        writer.WriteString("session_id"u8, connection.SessionId);
    }));

    /// <summary>Answers a frame that cannot be acted upon.</summary>
    public static void Refuse(Connection connection, in ClientFrame frame, string code, string message) =>
        connection.Send(WebSocketWire.Text(ServerFrame.Error(code, message, frame.Id, frame.RoomId)));

    /// <summary>Sends a plain signal on its way: no copy, no wait.</summary>
    /// <returns>False where the connection is not in the room: the usual way says so.</returns>
    public bool TrySignal(Connection connection, in SignalFrame signal)
    {
        if (connection.Room(signal.RoomId) is not { } room)
            return false;
        rooms.Signal(room, ServerFrame.Signal(signal.RoomId, connection.UserId, signal.Data));
        return true;
    }

    /// <summary>Handles a frame. Never throws.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="since">When it came.</param>
    public async ValueTask HandleAsync(Connection connection, ClientFrame frame, long since)
    {
        if (connection.HasLeft)
            return; // it was still waiting when the client went
        using var span = Traces.Begin(FrameKinds.Spans[(int)frame.Type], ActivityKind.Server)?.SetTag("baize.room_id", frame.RoomId).SetTag("baize.user_id", connection.UserId);
        try
        {
            switch (frame.Type)
            {
                case ClientFrameType.Ping:
                    Pong(connection, frame);
                    break;
                case ClientFrameType.JoinRoom:
                    await JoinAsync(connection, frame, since);
                    break;
                case ClientFrameType.Unknown:
                    Refuse(connection, frame, ErrorCodes.UnknownType, $"'{Shorten(frame.TypeName)}' is no type of frame.");
                    break;
                default:
                    await InRoomAsync(connection, frame, since);
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            Refuse(connection, frame, ErrorCodes.Unavailable, "This instance is stopping. Reconnect and send it again with the same id.");
        }
        catch (Exception ex)
        {
            Log.FrameFault(logger, frame.TypeName, frame.RoomId ?? "", ex);
            Refuse(connection, frame, ErrorCodes.Internal, "The platform failed on this frame; it has been logged.");
        }
    }

    private async ValueTask JoinAsync(Connection connection, ClientFrame frame, long since)
    {
        if (ResumePosition.Parse(frame.Data, out var position) is { } fault)
        {
            Refuse(connection, frame, ErrorCodes.BadFrame, fault);
            return;
        }
        if ((frame.RoomId ?? position.RoomId) is not { } roomId)
        {
            Refuse(connection, frame, ErrorCodes.BadFrame, "'room_id' is missing.");
            return;
        }
        frame = frame with { RoomId = roomId };
        if (connection.RoomCount >= MaxRooms && connection.Room(roomId) is null)
            Refuse(connection, frame, ErrorCodes.Forbidden, $"A connection may be in {MaxRooms} rooms. Leave one first.");
        else if (IsStale(since))
            RefuseStale(connection, frame);
        else if (await rooms.JoinAsync(connection, roomId, frame.Id, position, host.Stopping) is { } refusal)
            Refuse(connection, frame, refusal.Code!, refusal.Message!);
    }

    private async ValueTask InRoomAsync(Connection connection, ClientFrame frame, long since)
    {
        if (frame.RoomId is null)
        {
            Refuse(connection, frame, ErrorCodes.BadFrame, "'room_id' is missing.");
            return;
        }
        if (connection.Room(frame.RoomId) is not { } room)
        {
            Refuse(connection, frame, ErrorCodes.NotMember, "Join the room first, on this connection.");
            return;
        }
        if (IsStale(since))
        {
            RefuseStale(connection, frame);
            return;
        }
        switch (frame.Type)
        {
            case ClientFrameType.Signal:
                rooms.Signal(room, ServerFrame.Encode(FrameTypes.Signal, frame.RoomId, connection.UserId, data: frame.Data.Span));
                if (frame.Id is not null)
                    connection.Send(WebSocketWire.Text(ServerFrame.Ack(frame.Id, frame.RoomId, seq: 0)));
                break;
            case ClientFrameType.LeaveRoom:
                if (await rooms.LeaveAsync(connection, room, frame.Id, host.Stopping) is { } refusal)
                    Refuse(connection, frame, refusal.Code!, refusal.Message!);
                else
                    connection.Send(WebSocketWire.Text(ServerFrame.Encode(FrameTypes.RoomLeft, frame.RoomId, data: "{}"u8, id: frame.Id)));
                break;
            default:
                await SubmitAsync(connection, frame, room);
                break;
        }
    }

    private async ValueTask SubmitAsync(Connection connection, ClientFrame frame, EdgeRoom room)
    {
        var kind = KindOf(frame.Type);
        // A frame without an id gets one of ours, so that the platform, too, may ask twice.
        var id = frame.Id ?? (kind == RoomRequestKind.GetState ? null : $"~{connection.SessionId}~{++connection.Unnamed}");
        var reply = await rooms.SubmitAsync(room, new RoomRequest(kind, connection.UserId, connection.UserName, id, frame.Data), host.Stopping);
        if (reply.Code is not null)
            Refuse(connection, frame, reply.Code, reply.Message ?? "");
        else if (kind == RoomRequestKind.GetState)
            connection.Send(WebSocketWire.Text(ServerFrame.Encode(FrameTypes.GameState, frame.RoomId, data: StateData(reply.State), id: frame.Id)));
        else if (frame.Id is not null)
            connection.Send(WebSocketWire.Text(ServerFrame.Ack(frame.Id, frame.RoomId, reply.Seq)));
    }

    private void Pong(Connection connection, in ClientFrame frame)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        connection.Send(WebSocketWire.Text(ServerFrame.Encode(
            FrameTypes.Pong, frame.RoomId, data: ServerFrame.Data(writer => writer.WriteNumber("timestamp"u8, now)), id: frame.Id)));
    }

    private bool IsStale(long since) => time.GetElapsedTime(since) > Patience;

    private static void RefuseStale(Connection connection, in ClientFrame frame) =>
        Refuse(connection, frame, ErrorCodes.Unavailable, "The room is changing hands or the store is away. Send it again with the same id.");

    private static byte[] StateData(ReadOnlyMemory<byte> state) => ServerFrame.Data(writer =>
    {
        writer.WritePropertyName("state"u8);
        writer.WriteRawValue(state.IsEmpty ? "null"u8 : state.Span, skipInputValidation: true);
    });

    private static RoomRequestKind KindOf(ClientFrameType type) => type switch
    {
        ClientFrameType.Message => RoomRequestKind.Message,
        ClientFrameType.Action => RoomRequestKind.Action,
        ClientFrameType.Ready => RoomRequestKind.Ready,
        ClientFrameType.CancelReady => RoomRequestKind.CancelReady,
        ClientFrameType.Start => RoomRequestKind.Start,
        ClientFrameType.Kick => RoomRequestKind.Kick,
        ClientFrameType.GetState => RoomRequestKind.GetState,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not asked of a room."),
    };

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64];

    private static partial class Log // ids 2140-2149
    {
        [LoggerMessage(2140, LogLevel.Error, "A frame '{Type}' for room '{RoomId}' failed within the platform.", EventName = "FrameFault")]
        public static partial void FrameFault(ILogger logger, string type, string roomId, Exception exception);
    }
}
