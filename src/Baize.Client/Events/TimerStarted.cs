using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>timer_start</c>.</summary>
public sealed record TimerStarted : RoomEvent
{
    internal TimerStarted(Frame frame)
        : base(frame)
    {
    }

    /// <summary>Which.</summary>
    public string Name => Data.TryGetProperty("name"u8, out var name) ? name.GetString() ?? "" : "";

    /// <summary>Whose; 0: nobody's.</summary>
    public long TimerUserId => Data.TryGetProperty("user_id"u8, out var user) ? user.GetInt64() : 0;

    /// <summary>When it is due, by the server's clock.</summary>
    public DateTimeOffset DeadlineAt => DateTimeOffset.FromUnixTimeMilliseconds(Data.TryGetProperty("deadline_at"u8, out var at) ? at.GetInt64() : 0);

    /// <summary>How long it runs in all.</summary>
    public TimeSpan Duration => TimeSpan.FromMilliseconds(Data.TryGetProperty("duration_ms"u8, out var duration) ? duration.GetInt64() : 0);
}
