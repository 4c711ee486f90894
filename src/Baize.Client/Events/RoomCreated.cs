using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>room_created</c>: to everyone online.</summary>
public sealed record RoomCreated : ServerEvent
{
    internal RoomCreated(Frame frame)
        : base(frame)
    {
    }
}
