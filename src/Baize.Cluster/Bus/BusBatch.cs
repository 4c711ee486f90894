using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Baize.Cluster.Bus;

/// <summary>
/// What one instance publishes to another at once: any number of entries of any number of rooms.
/// Layout, little endian: <c>'B'</c>, version (1), length of the sender's id (1 byte), the id; then per entry: type (1),
/// kind (1), number of the request (8; absent for posts), length (4), body.
/// </summary>
internal static class BusBatch
{
    private const byte Magic = (byte)'B';
    private const byte Version = 1;

    /// <summary>The head of every batch of a sender.</summary>
    public static byte[] Head(string from)
    {
        var id = Encoding.UTF8.GetBytes(from);
        if (id.Length > byte.MaxValue)
            throw new ArgumentException($"The instance id has {id.Length} bytes; it may have {byte.MaxValue}.", nameof(from));
        return [Magic, Version, (byte)id.Length, .. id];
    }

    /// <summary>Appends an entry.</summary>
    public static void Append(ArrayBufferWriter<byte> batch, BusEntryType type, byte kind, ulong number, ReadOnlySpan<byte> body)
    {
        var head = type == BusEntryType.Post ? 6 : 14;
        var span = batch.GetSpan(head + body.Length);
        span[0] = (byte)type;
        span[1] = kind;
        if (type != BusEntryType.Post)
            BinaryPrimitives.WriteUInt64LittleEndian(span[2..], number);
        BinaryPrimitives.WriteInt32LittleEndian(span[(head - 4)..], body.Length);
        body.CopyTo(span[head..]);
        batch.Advance(head + body.Length);
    }

    /// <summary>Reads the head of a batch.</summary>
    /// <returns>The entries, or null where this is no batch of ours: anyone may publish.</returns>
    public static ReadOnlyMemory<byte>? TryReadHead(ReadOnlyMemory<byte> batch, out string from)
    {
        from = "";
        var span = batch.Span;
        if (span.Length < 3 || span[0] != Magic || span[1] != Version || span.Length < 3 + span[2])
            return null;
        from = Encoding.UTF8.GetString(span.Slice(3, span[2]));
        return batch[(3 + span[2])..];
    }

    /// <summary>Takes the next entry off.</summary>
    /// <returns>False at the end; the rest is then empty, unless the batch is cut off or garbled.</returns>
    public static bool TryReadEntry(ref ReadOnlyMemory<byte> rest, out BusEntryType type, out byte kind, out ulong number, out ReadOnlyMemory<byte> body)
    {
        (type, kind, number, body) = (default, 0, 0, default);
        var span = rest.Span;
        if (span.Length < 6 || span[0] > (byte)BusEntryType.Echo)
            return false;
        type = (BusEntryType)span[0];
        kind = span[1];
        var head = type == BusEntryType.Post ? 6 : 14;
        if (span.Length < head)
            return false;
        if (type != BusEntryType.Post)
            number = BinaryPrimitives.ReadUInt64LittleEndian(span[2..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(span[(head - 4)..]);
        if (length < 0 || length > span.Length - head)
            return false;
        body = rest.Slice(head, length);
        rest = rest[(head + length)..];
        return true;
    }
}
