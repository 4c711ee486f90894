using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>message</c>: as a member sent it, committed and in order.</summary>
public sealed record RoomMessage : RoomEvent
{
    internal RoomMessage(Frame frame)
        : base(frame)
    {
    }
}
