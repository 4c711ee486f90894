using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary>What a trusted service sent to the room under a name of its own.</summary>
public sealed record OtherRoomEvent : RoomEvent
{
    internal OtherRoomEvent(Frame frame)
        : base(frame)
    {
    }
}
