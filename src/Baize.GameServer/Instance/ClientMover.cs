using Baize.GameServer.Edge;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Instance;

/// <summary>Sends this instance's clients elsewhere: <c>migrate</c>, spread over time, and a close for those who do not go by themselves.</summary>
internal sealed class ClientMover(ConnectionTable connections, TimeProvider time)
{
    /// <summary>Clients told to move per second: a reconnect costs the others about a millisecond of CPU.</summary>
    private const int MovesPerSecond = 500;

    /// <summary>After its moment a client that has not left by itself is closed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Moves all who are connected now.</summary>
    /// <param name="reason">As clients are told.</param>
    /// <param name="longest">Over how long they are spread at the most.</param>
    /// <param name="cancellationToken">Ends the spreading; who was not closed yet stays.</param>
    public async Task MoveAsync(string reason, TimeSpan longest, CancellationToken cancellationToken)
    {
        var clients = connections.All.ToArray();
        var window = Math.Min(clients.Length * 1000.0 / MovesPerSecond, longest.TotalMilliseconds);
        var begun = time.GetTimestamp();
        for (var i = 0; i < clients.Length; i++)
        {
            var afterMs = (long)(window * i / clients.Length);
            clients[i].Send(WebSocketWire.Text(ServerFrame.Encode(FrameTypes.Migrate, data: ServerFrame.Data(writer =>
            {
                writer.WriteString("reason"u8, reason);
                writer.WriteNumber("after_ms"u8, afterMs);
            }))));
        }
        for (var i = 0; i < clients.Length; i++)
        {
            var wait = TimeSpan.FromMilliseconds(window * i / clients.Length) + Grace - time.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
            clients[i].Close(CloseCodes.GoingAway, "the server is going away");
        }
    }
}
