using System.Text.Json;
using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>game_state_update</c>: the game's state changed.</summary>
public sealed record GameStateUpdated : RoomEvent
{
    internal GameStateUpdated(Frame frame)
        : base(frame)
    {
    }

    /// <summary>The own view of it.</summary>
    public JsonElement State => Data.TryGetProperty("state"u8, out var state) ? state : default;
}
