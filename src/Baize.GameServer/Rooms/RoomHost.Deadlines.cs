namespace Baize.GameServer.Rooms;

/// <summary>The rooms' deadlines: one queue, looked at every 100 ms by <see cref="RoomClock"/>, instead of a timer a room.</summary>
internal sealed partial class RoomHost
{
    private readonly Lock _deadlinesLock = new();
    private readonly PriorityQueue<HostedRoom, long> _deadlines = new();

    /// <summary>Notes a room's next deadline. Earlier notes stay: a tick that comes too early does nothing.</summary>
    public void Schedule(HostedRoom room)
    {
        var next = room.NextDeadline;
        if (next == long.MaxValue || next == room.NotedDeadline)
            return;
        room.NotedDeadline = next;
        lock (_deadlinesLock)
            _deadlines.Enqueue(room, next);
    }

    /// <summary>Wakes the rooms whose deadline has come.</summary>
    public void WakeDue()
    {
        var now = Now;
        while (true)
        {
            HostedRoom? room;
            lock (_deadlinesLock)
            {
                if (!_deadlines.TryPeek(out room, out var due) || due > now)
                    return;
                _deadlines.Dequeue();
            }
            if (!room.IsGone)
                room.TryPost(new RoomMail { Tick = true });
        }
    }
}
