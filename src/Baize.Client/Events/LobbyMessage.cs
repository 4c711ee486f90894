using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>lobby</c>: to everyone online.</summary>
public sealed record LobbyMessage : ServerEvent
{
    internal LobbyMessage(Frame frame)
        : base(frame)
    {
    }
}
