using System.Text.Json;
using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary>
/// An event of a room. Handlers get each once, in order. Those that the protocol names have a type of their own
/// (<see cref="RoomMessage"/>, <see cref="GameStateUpdated"/>, …), what a trusted service sends under another name is an <see cref="OtherRoomEvent"/>.
/// </summary>
public abstract record RoomEvent
{
    private protected RoomEvent(string type, string roomId) => (Type, RoomId) = (type, roomId);

    private protected RoomEvent(Frame frame)
        : this(frame.Type, frame.RoomId ?? "") => (UserId, Seq, Data) = (frame.UserId, frame.Seq, frame.Data);

    /// <summary>As the protocol names it.</summary>
    public string Type { get; }

    /// <summary>The room.</summary>
    public string RoomId { get; }

    /// <summary>Who caused it; 0 where nobody did.</summary>
    public long UserId { get; }

    /// <summary>Its position in the room's log; 0 where it has none.</summary>
    public long Seq { get; }

    /// <summary>What it says; undefined where it says nothing.</summary>
    public JsonElement Data { get; }
}
