namespace Baize.Rooms.Runtime;

/// <summary>A sequenced event, encoded once.</summary>
/// <param name="Seq">Position in the room's log, exactly one more than the event before.</param>
/// <param name="Entry">A <see cref="Protocol.Rooms.LogEntry"/>: the bytes for the log, the bus and the receivers.</param>
public readonly record struct RoomEvent(long Seq, ReadOnlyMemory<byte> Entry);
