namespace Baize.Loadtest.Accounting;

/// <summary>
/// Which message is due when: an open loop, so a server that stalls gets its messages all the same, and their wait counts. Rooms take
/// turns, so that load is even; in a room its members do.
/// </summary>
/// <param name="rooms">Rooms.</param>
/// <param name="members">Members of each.</param>
/// <param name="perSecond">Messages per room and second.</param>
/// <param name="length">How long.</param>
internal sealed class LoadSchedule(int rooms, int members, double perSecond, TimeSpan length)
{
    public int Rooms => rooms;

    public int Members => members;

    /// <summary>Messages of each room.</summary>
    public int PerRoom { get; } = (int)Math.Ceiling(perSecond * length.TotalSeconds);

    /// <summary>Messages of all.</summary>
    public long Count => (long)PerRoom * rooms;

    /// <summary>When a message is due, from the start.</summary>
    public TimeSpan Due(long message) => TimeSpan.FromTicks((long)(message * (TimeSpan.TicksPerSecond / (perSecond * rooms))));

    /// <summary>Whose turn it is: room, the number of the message in it, and its sender.</summary>
    public (int Room, int Number, int Member) At(long message)
    {
        var number = (int)(message / rooms);
        return ((int)(message % rooms), number, number % members);
    }

    /// <summary>A message of a room, by the room's numbers.</summary>
    public long Message(int room, int number) => (long)number * rooms + room;

    /// <summary>The number in its room of a member's message.</summary>
    public int Number(int member, int counter) => counter * members + member;

    /// <summary>The sender's own number of a room's message.</summary>
    public int Counter(int number) => number / members;
}
