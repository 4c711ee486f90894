using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>
/// Pings every connection every 25 s and ends the silent and those whose goodbye is not answered. One loop over a wheel of
/// slots: no timer a connection. A connection's slot is random, so a mass reconnect makes no mass ping.
/// </summary>
internal sealed partial class PingWheel(TimeProvider time, ILogger<PingWheel> logger) : BackgroundService
{
    private const int Slots = 25;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<Connection>[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new HashSet<Connection>())];
    private readonly Dictionary<Connection, long> _closing = [];

    public void Add(Connection connection)
    {
        connection.Slot = Random.Shared.Next(Slots);
        lock (_lock)
            _slots[connection.Slot].Add(connection);
    }

    public void Remove(Connection connection)
    {
        lock (_lock)
        {
            _slots[connection.Slot].Remove(connection);
            _closing.Remove(connection);
        }
    }

    /// <summary>A connection has said goodbye: the peer has 10 s to answer.</summary>
    public void Closing(Connection connection)
    {
        lock (_lock)
            _closing.TryAdd(connection, time.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        for (var slot = 0; await timer.WaitForNextTickAsync(stoppingToken); slot = (slot + 1) % Slots)
        {
            Connection[] due, overdue;
            lock (_lock)
            {
                due = [.. _slots[slot]];
                overdue = [.. _closing.Where(c => time.GetElapsedTime(c.Value) > Goodbye).Select(c => c.Key)];
                foreach (var connection in overdue)
                    _closing.Remove(connection);
            }
            foreach (var connection in overdue)
                Guarded(connection, static (c, _) => c.Abort());
            foreach (var connection in due)
                Guarded(connection, static (c, wheel) => wheel.PingOrClose(c));
        }
    }

    private void PingOrClose(Connection connection)
    {
        if (time.GetElapsedTime(connection.LastReceived) > Silence)
            connection.Close(CloseCodes.GoingAway, "silent for 60 s"); // it will hardly read it: the goodbye's end cuts it
        else
            connection.Send(WebSocketWire.Ping);
    }

    // One connection that fails must not stop the wheel, and with it the process.
    private void Guarded(Connection connection, Action<Connection, PingWheel> act)
    {
        try
        {
            act(connection, this);
        }
        catch (Exception ex)
        {
            Log.PingFault(logger, connection.SessionId, ex);
        }
    }

    private static partial class Log // ids 2150-2159
    {
        [LoggerMessage(2150, LogLevel.Error, "Session {SessionId} could not be pinged or ended.", EventName = "PingFault")]
        public static partial void PingFault(ILogger logger, string sessionId, Exception exception);
    }
}
