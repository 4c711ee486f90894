namespace Baize.Rooms.Runtime;

/// <summary>A room's answer to a request. It may be told only after the turn it came from is committed.</summary>
/// <param name="Code">Null: done. Else one of <see cref="Protocol.Frames.ErrorCodes"/>, and nothing has changed.</param>
/// <param name="Message">On an error, what to tell the person; else null.</param>
/// <param name="Seq">The position of the (first) event that the request caused, as first answered; 0 where it caused none.</param>
/// <param name="Room">Join: the room as JSON; else empty.</param>
/// <param name="State">Join and get_state: the asker's own view as JSON, <c>null</c> in JSON before the game starts and in a relay room; else empty.</param>
public sealed record RoomReply(string? Code, string? Message, long Seq, ReadOnlyMemory<byte> Room, ReadOnlyMemory<byte> State)
{
    /// <summary>Done.</summary>
    /// <param name="seq">Position of the event that the request caused; 0: none.</param>
    public static RoomReply Done(long seq = 0) => new(Code: null, Message: null, seq, default, default);

    /// <summary>Refused; nothing has changed.</summary>
    public static RoomReply Refused(string code, string message) => new(code, message, Seq: 0, default, default);
}
