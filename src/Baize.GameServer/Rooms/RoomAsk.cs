using System.Buffers;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>A request on its way from an edge to the room's owner.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Request">What is asked.</param>
/// <param name="EdgeId">The instance that asks.</param>
/// <param name="Stamp">
/// Rises with each thing an edge says about who is connected there, so that the news of a lost connection cannot undo a
/// younger join that overtook it. 0: says nothing about connections.
/// </param>
internal sealed record RoomAsk(string RoomId, RoomRequest Request, string EdgeId, long Stamp)
{
    /// <summary>The trace that it is part of, as <c>traceparent</c>; null: none that is recorded.</summary>
    public string? Trace { get; init; }

    /// <summary>The number of the request that it came with from another instance; null: it was asked here.</summary>
    public ulong? Number { get; init; }

    public static byte[] Encode(RoomAsk ask)
    {
        var buffer = new ArrayBufferWriter<byte>(128 + ask.Request.Data.Length);
        var writer = new WireWriter(buffer);
        var request = ask.Request;
        writer.Text(ask.RoomId);
        writer.Byte((byte)request.Kind);
        writer.Byte((byte)((request.Spectate ? 1 : 0) | (request.Connected ? 2 : 0) | (request.Id is null ? 0 : 4) | (request.Again ? 8 : 0)));
        writer.Int64(ask.Stamp);
        writer.Int64(request.UserId);
        writer.Text(request.UserName);
        writer.Text(request.Id ?? "");
        writer.Bytes(request.Data.Span);
        if (ask.Trace is not null)
            writer.Text(ask.Trace); // last, and only then: versions that do not know it do not look for it
        return buffer.WrittenSpan.ToArray();
    }

    public static RoomAsk Decode(ReadOnlyMemory<byte> body, string edgeId)
    {
        var reader = new WireReader(body);
        var roomId = reader.Text();
        var kind = (RoomRequestKind)reader.Byte();
        var flags = reader.Byte();
        var stamp = reader.Int64();
        var user = reader.Int64();
        var name = reader.Text();
        var id = reader.Text();
        var request = new RoomRequest(kind, user, name, (flags & 4) != 0 ? id : null, reader.Bytes())
        {
            Spectate = (flags & 1) != 0,
            Connected = (flags & 2) != 0,
            Again = (flags & 8) != 0,
        };
        return new RoomAsk(roomId, request, edgeId, stamp) { Trace = reader.AtEnd ? null : reader.Text() };
    }
}
