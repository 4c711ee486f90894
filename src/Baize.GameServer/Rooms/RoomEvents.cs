using System.Buffers;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>Committed events on their way from a room's owner to an edge: consecutive, encoded once for all edges.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="LogId">The history they belong to.</param>
/// <param name="FirstSeq">Position of the first.</param>
/// <param name="Entries">The log entries.</param>
internal sealed record RoomEvents(string RoomId, string LogId, long FirstSeq, IReadOnlyList<ReadOnlyMemory<byte>> Entries)
{
    /// <summary>The trace that they are part of, as <c>traceparent</c>; null: none that is recorded.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether they came from another instance.</summary>
    public bool IsRemote { get; init; }

    public static byte[] Encode(string roomId, string logId, IReadOnlyList<RoomEvent> events, string? trace = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new WireWriter(buffer);
        writer.Text(roomId);
        writer.Text(logId);
        writer.Int64(events[0].Seq);
        writer.Int32(events.Count);
        foreach (var e in events)
            writer.Bytes(e.Entry.Span);
        if (trace is not null)
            writer.Text(trace); // last, and only then: versions that do not know it do not look for it
        return buffer.WrittenSpan.ToArray();
    }

    public static RoomEvents Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var roomId = reader.Text();
        var logId = reader.Text();
        var first = reader.Int64();
        var entries = new List<ReadOnlyMemory<byte>>();
        for (var count = reader.Int32(); count > 0; count--)
            entries.Add(reader.Bytes());
        return new RoomEvents(roomId, logId, first, entries) { Trace = reader.AtEnd ? null : reader.Text(), IsRemote = true };
    }
}
