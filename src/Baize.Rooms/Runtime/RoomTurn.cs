namespace Baize.Rooms.Runtime;

/// <summary>What one or more requests and timers brought about, gathered until it is committed as one. Reused by its room's host.</summary>
public sealed class RoomTurn
{
    /// <summary>The events, in order.</summary>
    public List<RoomEvent> Events { get; } = [];

    /// <summary>The requests that took effect.</summary>
    public List<AppliedRequest> Applied { get; } = [];

    /// <summary>Users who are no longer members (left, were put out, or stayed away too long): edges let them go after the events.</summary>
    public List<long> Removed { get; } = [];

    /// <summary>Rules that threw: what they were about to do has not happened. To be logged; nothing of it is committed.</summary>
    public List<RoomFault> Faults { get; } = [];

    /// <summary>The rule of a game that ran last (<c>action place</c>, <c>timer turn</c>, …), for the report on a slow one; null: none ran.</summary>
    public string? LastRule { get; set; }

    /// <summary>Whether the snapshot differs from the last one written.</summary>
    public bool StateChanged { get; set; }

    /// <summary>Whether <see cref="Protocol.Rooms.RoomInfo"/> differs.</summary>
    public bool InfoChanged { get; set; }

    /// <summary>Whether there is anything to commit.</summary>
    public bool IsEmpty => Events.Count == 0 && Applied.Count == 0 && !StateChanged;

    /// <summary>Makes it ready for the next turn.</summary>
    public void Clear()
    {
        Events.Clear();
        Applied.Clear();
        Removed.Clear();
        Faults.Clear();
        LastRule = null;
        StateChanged = InfoChanged = false;
    }
}
