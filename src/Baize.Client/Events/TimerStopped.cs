using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>timer_stop</c>.</summary>
public sealed record TimerStopped : RoomEvent
{
    internal TimerStopped(Frame frame)
        : base(frame)
    {
    }

    /// <summary>Which.</summary>
    public string Name => Data.TryGetProperty("name"u8, out var name) ? name.GetString() ?? "" : "";
}
