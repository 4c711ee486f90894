using System.Text.Json;
using Baize.Client.Connections;
using Baize.Protocol;
using Baize.Protocol.Rooms;

namespace Baize.Client.Events;

/// <summary><c>room_updated</c>: the roster or the life of the room changed, or a trusted service says so.</summary>
public sealed record RoomUpdated : RoomEvent
{
    internal RoomUpdated(Frame frame)
        : base(frame)
    {
    }

    /// <summary>What happened: <c>join</c>, <c>leave</c>, <c>ready</c>, … or what the service says.</summary>
    public string Action => Data.TryGetProperty("action"u8, out var action) ? action.GetString() ?? "" : "";

    /// <summary>The room after it; null where a trusted service sent it.</summary>
    public RoomInfo? Room => Data.TryGetProperty("room"u8, out var room) ? room.Deserialize(ProtocolJson.Default.RoomInfo) : null;

    /// <summary>What a trusted service said; undefined elsewhere.</summary>
    public JsonElement RoomData => Data.TryGetProperty("room_data"u8, out var data) ? data : default;
}
