using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>game_started</c>.</summary>
public sealed record GameStarted : RoomEvent
{
    internal GameStarted(Frame frame)
        : base(frame)
    {
    }
}
