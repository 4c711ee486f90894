namespace Baize.Client.Events;

/// <summary>What was missed cannot be had: the room stands as its <see cref="Rooms.Room.Info"/> and <see cref="Rooms.Room.State"/> now say.</summary>
public sealed record RoomReset : RoomEvent
{
    internal RoomReset(string roomId)
        : base("reset", roomId)
    {
    }
}
