namespace Baize.Protocol.Frames;

/// <summary>A frame as a client sent it. <see cref="Data"/> is the raw JSON, valid as long as the buffer it was read from.</summary>
/// <param name="Type">What is asked.</param>
/// <param name="TypeName">The type as written, for the answer to an unknown one.</param>
/// <param name="Id">The client's request id, 1 to 64 characters; null where no answer is wanted.</param>
/// <param name="RoomId">The room, checked by <see cref="Rooms.RoomId"/>; null where absent.</param>
/// <param name="Data">The <c>data</c> field as JSON bytes; empty where absent.</param>
public readonly record struct ClientFrame(ClientFrameType Type, string TypeName, string? Id, string? RoomId, ReadOnlyMemory<byte> Data);
