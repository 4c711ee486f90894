using System.Buffers;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>The small things instances say to each other about a room.</summary>
internal static class RoomWords
{
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _signal;

    /// <summary>
    /// <see cref="BusKind.Signal"/> and <see cref="BusKind.SignalUp"/>: the frame as members will get it. In a buffer of this
    /// thread's: it holds until the thread's next one.
    /// </summary>
    public static ReadOnlySpan<byte> Signal(string roomId, ReadOnlySpan<byte> frame)
    {
        if (_signal is null or { Capacity: > MaxKept })
            _signal = new ArrayBufferWriter<byte>(1024);
        _signal.ResetWrittenCount();
        var writer = new WireWriter(_signal);
        writer.Text(roomId);
        writer.Bytes(frame);
        return _signal.WrittenSpan;
    }

    public static (ReadOnlyMemory<byte> RoomId, ReadOnlyMemory<byte> Frame) ReadSignal(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        return (reader.Bytes(), reader.Bytes());
    }

    /// <summary><see cref="BusKind.Edges"/>.</summary>
    public static byte[] Edges(string roomId, string[] edges) => Rooms([roomId, .. edges]);

    public static (string RoomId, string[] Edges) ReadEdges(ReadOnlyMemory<byte> body) =>
        ReadRooms(body) is [var roomId, .. var edges] ? (roomId, [.. edges]) : throw new FormatException("The room is missing.");

    /// <summary><see cref="BusKind.Expel"/>.</summary>
    public static byte[] Expel(string roomId, IReadOnlyList<long> users)
    {
        var buffer = new ArrayBufferWriter<byte>(80 + users.Count * sizeof(long));
        var writer = new WireWriter(buffer);
        writer.Text(roomId);
        writer.Int32(users.Count);
        foreach (var user in users)
            writer.Int64(user);
        return buffer.WrittenSpan.ToArray();
    }

    public static (string RoomId, List<long> Users) ReadExpel(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var roomId = reader.Text();
        var users = new List<long>();
        for (var count = reader.Int32(); count > 0; count--)
            users.Add(reader.Int64());
        return (roomId, users);
    }

    /// <summary><see cref="BusKind.Moved"/>: rooms that the sender owns now.</summary>
    public static byte[] Rooms(IReadOnlyCollection<string> roomIds)
    {
        var buffer = new ArrayBufferWriter<byte>(16 + roomIds.Count * 40);
        var writer = new WireWriter(buffer);
        foreach (var roomId in roomIds)
            writer.Text(roomId);
        return buffer.WrittenSpan.ToArray();
    }

    public static List<string> ReadRooms(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var rooms = new List<string>();
        while (!reader.AtEnd)
            rooms.Add(reader.Text());
        return rooms;
    }

    /// <summary><see cref="BusKind.Digest"/> and the answer to <see cref="BusKind.Verify"/>.</summary>
    public static byte[] Heads(IReadOnlyCollection<(string RoomId, string LogId, long Head)> heads)
    {
        var buffer = new ArrayBufferWriter<byte>(16 + heads.Count * 64);
        var writer = new WireWriter(buffer);
        foreach (var (roomId, logId, head) in heads)
        {
            writer.Text(roomId);
            writer.Text(logId);
            writer.Int64(head);
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static List<(string RoomId, string LogId, long Head)> ReadHeads(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var heads = new List<(string, string, long)>();
        while (!reader.AtEnd)
            heads.Add((reader.Text(), reader.Text(), reader.Int64()));
        return heads;
    }

    /// <summary><see cref="BusKind.Adopt"/>: rooms, and whose they are by the directory.</summary>
    public static byte[] Adopt(string owner, IReadOnlyCollection<string> roomIds)
    {
        var buffer = new ArrayBufferWriter<byte>(80 + roomIds.Count * 40);
        new WireWriter(buffer).Text(owner);
        buffer.Write(Rooms(roomIds));
        return buffer.WrittenSpan.ToArray();
    }

    public static (string Owner, List<string> RoomIds) ReadAdopt(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var owner = reader.Text();
        var rooms = new List<string>();
        while (!reader.AtEnd)
            rooms.Add(reader.Text());
        return (owner, rooms);
    }

    /// <summary>An applied request as it stands in the store.</summary>
    public static ReadOnlyMemory<byte> Applied(AppliedRequest applied)
    {
        var buffer = new ArrayBufferWriter<byte>(32 + applied.Id.Length);
        var writer = new WireWriter(buffer);
        writer.Int64(applied.UserId);
        writer.Int64(applied.Seq);
        writer.Text(applied.Id);
        return buffer.WrittenMemory;
    }

    public static AppliedRequest ReadApplied(ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body);
        var user = reader.Int64();
        var seq = reader.Int64();
        return new AppliedRequest(user, reader.Text(), seq);
    }
}
