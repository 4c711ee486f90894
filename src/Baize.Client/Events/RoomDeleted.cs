using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>room_deleted</c>: to everyone online.</summary>
public sealed record RoomDeleted : ServerEvent
{
    internal RoomDeleted(Frame frame)
        : base(frame)
    {
    }
}
