using System.Text.Json;
using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>game_end</c>.</summary>
public sealed record GameEnded : RoomEvent
{
    internal GameEnded(Frame frame)
        : base(frame)
    {
    }

    /// <summary>As the rules say.</summary>
    public JsonElement Result => Data.TryGetProperty("result"u8, out var result) ? result : default;
}
