namespace Baize.Client.Events;

/// <summary>No longer in the room.</summary>
public sealed record RoomLeft : RoomEvent
{
    internal RoomLeft(string roomId, string code, string message)
        : base("left", roomId) => (Code, Message) = (code, message);

    /// <summary><c>left</c> where that was asked for, <c>removed</c> where the server ended it, else the code with which joining again was refused.</summary>
    public string Code { get; }

    /// <summary>For people.</summary>
    public string Message { get; }
}
