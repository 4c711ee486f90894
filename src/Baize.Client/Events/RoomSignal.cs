using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>signal</c>: as a member sent it; it has no position and no promise.</summary>
public sealed record RoomSignal : RoomEvent
{
    internal RoomSignal(Frame frame)
        : base(frame)
    {
    }
}
