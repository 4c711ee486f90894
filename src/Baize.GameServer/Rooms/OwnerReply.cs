using System.Buffers;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>An owner's answer to a <see cref="RoomAsk"/>.</summary>
/// <param name="Status">Whether the room answered.</param>
/// <param name="Owner">The instance that answers.</param>
/// <param name="LogId">The room's history; empty unless answered.</param>
/// <param name="Head">The log's head when the answer was given.</param>
/// <param name="Reply">The room's answer; null unless answered.</param>
internal sealed record OwnerReply(OwnerReplyStatus Status, string Owner, string LogId, long Head, RoomReply? Reply)
{
    public static OwnerReply Not(OwnerReplyStatus status, string instanceId) => new(status, instanceId, "", 0, null);

    public static byte[] Encode(OwnerReply answer)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        var writer = new WireWriter(buffer);
        writer.Byte((byte)answer.Status);
        writer.Text(answer.Owner);
        writer.Text(answer.LogId);
        writer.Int64(answer.Head);
        if (answer.Reply is { } reply)
        {
            writer.Text(reply.Code ?? "");
            writer.Text(reply.Message ?? "");
            writer.Int64(reply.Seq);
            writer.Bytes(reply.Room.Span);
            writer.Bytes(reply.State.Span);
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static OwnerReply Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var status = (OwnerReplyStatus)reader.Byte();
        var owner = reader.Text();
        var logId = reader.Text();
        var head = reader.Int64();
        if (reader.AtEnd)
            return new OwnerReply(status, owner, logId, head, null);
        var code = reader.Text();
        var message = reader.Text();
        return new OwnerReply(status, owner, logId, head, new RoomReply(
            code.Length == 0 ? null : code, message.Length == 0 ? null : message, reader.Int64(), reader.Bytes(), reader.Bytes()));
    }
}
